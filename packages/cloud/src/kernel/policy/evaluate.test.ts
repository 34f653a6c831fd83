import { describe, expect, it } from 'vitest';
import { anonymousPrincipal, rootPrincipal, servicePrincipal } from '../identity.js';
import type { Principal } from '../identity.js';
import { RequestContext } from './context.js';
import { evaluate } from './evaluate.js';
import type { ApplicablePolicies } from './evaluate.js';
import { accessDeniedMessage } from './message.js';
import { parsePolicy } from './parse.js';

const account = '111111111111';
const other = '222222222222';
const queue = `arn:aws:sqs:us-east-1:${account}:orders`;
const ana: Principal = { kind: 'user', account, arn: `arn:aws:iam::${account}:user/ana`, userId: 'AIDAANAANAANAANA', name: 'ana' };
const session: Principal = {
  kind: 'role',
  account,
  arn: `arn:aws:sts::${account}:assumed-role/worker/s1`,
  userId: 'AROAWORKERWORKER:s1',
  name: 'worker',
};
const stranger: Principal = { ...ana, account: other, arn: `arn:aws:iam::${other}:user/ana` };
const root = rootPrincipal(account);
const sns = servicePrincipal('sns.amazonaws.com', account);

const policy = (...statements: object[]) => parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
const allowSend = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queue };
const allowAll = { Effect: 'Allow', Action: '*', Resource: '*' };
const denySend = { Effect: 'Deny', Action: 'sqs:Send*', Resource: '*' };
const to = (principal: unknown, statement: object = allowSend) => ({ ...statement, Principal: principal });

function decide(principal: Principal, policies: Partial<ApplicablePolicies>, sourceArn?: string) {
  const context = new RequestContext({ principal, scope: { account, region: 'us-east-1' }, nowMs: 0, sourceArn });
  const request = { principal, action: 'sqs:SendMessage', resource: queue, context };
  const decision = evaluate(request, { identity: [], ...policies });
  return { ...decision, message: accessDeniedMessage(request, decision) };
}

describe('evaluate', () => {
  const cases: readonly [string, Principal, Partial<ApplicablePolicies>, 'Allow' | 'ExplicitDeny' | 'ImplicitDeny', string?][] = [
    ['nothing says yes', ana, {}, 'ImplicitDeny', 'identity-based policy'],
    ['identity policy', ana, { identity: [policy(allowSend)] }, 'Allow'],
    ['identity policy of another action', ana, { identity: [policy({ ...allowSend, Action: 'sqs:Receive*' })] }, 'ImplicitDeny'],
    ['action in another case', ana, { identity: [policy({ ...allowSend, Action: 'SQS:sendmessage' })] }, 'Allow'],
    ['resource in another case', ana, { identity: [policy({ ...allowSend, Resource: queue.replace('orders', 'Orders') })] }, 'ImplicitDeny'],
    ['NotAction', ana, { identity: [policy({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' })] }, 'Allow'],
    ['NotResource', ana, { identity: [policy({ Effect: 'Allow', Action: '*', NotResource: queue })] }, 'ImplicitDeny'],
    ['explicit deny wins', ana, { identity: [policy(allowAll), policy(denySend)] }, 'ExplicitDeny', 'identity-based policy'],
    ['deny of the resource wins', ana, { identity: [policy(allowAll)], resource: policy(to('*', denySend)) }, 'ExplicitDeny', 'resource-based policy'],
    ['resource policy names the user', ana, { resource: policy(to({ AWS: ana.arn })) }, 'Allow'],
    ['resource policy names another', ana, { resource: policy(to({ AWS: `${ana.arn}2` })) }, 'ImplicitDeny'],
    ['resource policy names the account', ana, { resource: policy(to({ AWS: account })) }, 'ImplicitDeny', 'identity-based policy'],
    ['resource policy names everyone', ana, { resource: policy(to('*')) }, 'Allow'],
    ['resource policy names the role', session, { resource: policy(to({ AWS: `arn:aws:iam::${account}:role/team/worker` })) }, 'Allow'],
    ['NotPrincipal spares the named', ana, { identity: [policy(allowAll)], resource: policy({ ...denySend, NotPrincipal: { AWS: ana.arn } }) }, 'Allow'],
    ['NotPrincipal hits others', session, { identity: [policy(allowAll)], resource: policy({ ...denySend, NotPrincipal: { AWS: ana.arn } }) }, 'ExplicitDeny'],
    ['session policy narrows', session, { identity: [policy(allowAll)], session: [policy({ ...allowSend, Action: 's3:*' })] }, 'ImplicitDeny', 'session policy'],
    ['session policy gives nothing by itself', session, { session: [policy(allowAll)] }, 'ImplicitDeny', 'identity-based policy'],
    ['session policy and role agree', session, { identity: [policy(allowAll)], session: [policy(allowSend)] }, 'Allow'],
    ['a grant to the session itself is not narrowed', session, { resource: policy(to({ AWS: session.arn })), session: [policy({ ...allowSend, Action: 's3:*' })] }, 'Allow'],
    ['boundary narrows', ana, { identity: [policy(allowAll)], boundary: policy({ ...allowSend, Action: 's3:*' }) }, 'ImplicitDeny', 'permissions boundary'],
    ['boundary allows', ana, { identity: [policy(allowAll)], boundary: policy(allowAll) }, 'Allow'],
    ['cross-account, resource only', stranger, { resource: policy(to({ AWS: other })) }, 'ImplicitDeny', 'identity-based policy'],
    ['cross-account, identity only', stranger, { identity: [policy(allowAll)] }, 'ImplicitDeny', 'resource-based policy'],
    ['cross-account, both', stranger, { identity: [policy(allowAll)], resource: policy(to({ AWS: `arn:aws:iam::${other}:root` })) }, 'Allow'],
    ['root', root, {}, 'Allow'],
    ['root and a deny', root, { resource: policy(to('*', denySend)) }, 'ExplicitDeny'],
    ['a trust or key policy must agree', ana, { identity: [policy(allowAll)], resource: policy(to({ AWS: other })), resourcePolicyRequired: true }, 'ImplicitDeny', 'resource-based policy'],
    ['a trust policy that names the user is enough', ana, { resource: policy(to({ AWS: ana.arn })), resourcePolicyRequired: true }, 'Allow'],
    ['a trust policy that names the account is not', ana, { resource: policy(to({ AWS: account })), resourcePolicyRequired: true }, 'ImplicitDeny', 'identity-based policy'],
    ['service without a policy', sns, {}, 'ImplicitDeny', 'resource-based policy'],
    ['service named', sns, { resource: policy(to({ Service: 'sns.amazonaws.com' })) }, 'Allow'],
    ['service by everyone', sns, { resource: policy(to('*')) }, 'Allow'],
    ['another service named', sns, { resource: policy(to({ Service: 'events.amazonaws.com' })) }, 'ImplicitDeny'],
    ['anonymous', anonymousPrincipal, { resource: policy(to({ AWS: '*' })) }, 'Allow'],
    ['anonymous, account named', anonymousPrincipal, { resource: policy(to({ AWS: account })) }, 'ImplicitDeny'],
  ];
  it.each(cases)('%s', (_name, principal, policies, expected, because) => {
    const decision = decide(principal, policies);
    expect(decision.decision).toBe(expected);
    if (because) expect(decision.because).toBe(because);
  });

  it('asks a service whose resource it acts for', () => {
    const topic = `arn:aws:sns:us-east-1:${account}:orders`;
    const resource = policy({
      ...to({ Service: 'sns.amazonaws.com' }),
      Condition: { ArnEquals: { 'aws:SourceArn': topic }, StringEquals: { 'aws:SourceAccount': account } },
    });
    expect(decide(sns, { resource }, topic).decision).toBe('Allow');
    expect(decide(sns, { resource }, `${topic}2`).decision).toBe('ImplicitDeny');
    expect(decide(sns, { resource }).decision).toBe('ImplicitDeny');
  });

  it('names the statements that decided', () => {
    const { statements } = decide(ana, { identity: [policy(denySend, allowAll), policy(denySend)] });
    expect(statements).toEqual([
      { type: 'identity-based policy', policy: 0, statement: 0 },
      { type: 'identity-based policy', policy: 1, statement: 0 },
    ]);
  });

  it("says no in AWS's words", () => {
    const start = `User: ${ana.arn} is not authorized to perform: sqs:SendMessage on resource: ${queue}`;
    expect(decide(ana, {}).message).toBe(`${start} because no identity-based policy allows the sqs:SendMessage action`);
    expect(decide(ana, { identity: [policy(denySend)] }).message).toBe(`${start} with an explicit deny in an identity-based policy`);
    expect(decide(ana, { resource: policy(to('*', denySend)) }).message).toBe(`${start} with an explicit deny in a resource-based policy`);
  });
});

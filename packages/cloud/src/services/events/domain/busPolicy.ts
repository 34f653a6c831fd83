import type { PutPermissionRequest } from '@aws-sdk/client-eventbridge';
import { parsePolicy } from '../../../kernel/policy/index.js';
import { invalidParameter, statementNotFound, validation } from '../errors.js';

interface Statement {
  readonly Sid?: string;
  readonly [name: string]: unknown;
}

interface Policy {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

/** The statement that PutPermission's single parameters stand for. Throws ValidationException. */
export function statementOf({ Action, Principal, StatementId, Condition }: PutPermissionRequest, busArn: string): Statement {
  if (!Action || !Principal || !StatementId) throw validation('Parameter(s) Action, Principal and StatementId must be specified.');
  if (Action !== 'events:PutEvents') throw validation("Provided value in parameter 'action' is not supported.");
  if (Condition && (Condition.Type !== 'StringEquals' || Condition.Key !== 'aws:PrincipalOrgID')) throw invalidParameter('Condition');
  return {
    Sid: StatementId,
    Effect: 'Allow',
    Principal: Principal === '*' ? '*' : { AWS: `arn:aws:iam::${Principal}:root` },
    Action,
    Resource: busArn,
    ...(Condition && { Condition: { [Condition.Type!]: { [Condition.Key!]: Condition.Value } } }),
  };
}

/** The policy with the statement, in place of one with the same id. */
export function withStatement(policy: string | undefined, statement: Statement): string {
  const parsed = parse(policy);
  const others = parsed.Statement.filter(({ Sid }) => Sid !== statement.Sid);
  return JSON.stringify({ Version: parsed.Version, Statement: [...others, statement] });
}

/** The policy without the statement; undefined where none is left. Throws ResourceNotFoundException. */
export function withoutStatement(policy: string | undefined, statementId: string | undefined): string | undefined {
  if (!statementId) throw validation('Parameter(s) StatementId or RemoveAllPermissions must be specified.');
  const parsed = parse(policy);
  const others = parsed.Statement.filter(({ Sid }) => Sid !== statementId);
  if (others.length === parsed.Statement.length) throw statementNotFound();
  return others.length === 0 ? undefined : JSON.stringify({ Version: parsed.Version, Statement: others });
}

/** A whole policy as a caller gives it. Throws ValidationException. */
export function checkedPolicy(text: string): string {
  try {
    parsePolicy(text);
    const policy = JSON.parse(text) as { readonly Statement: Statement | readonly Statement[] };
    return JSON.stringify({ ...policy, Statement: [policy.Statement].flat() });
  } catch {
    // Refused below.
  }
  throw invalidParameter('Policy');
}

const parse = (policy: string | undefined): Policy =>
  policy === undefined ? { Version: '2012-10-17', Statement: [] } : (JSON.parse(policy) as Policy);

import { invalidValue, missingParameter, tooManyActions } from '../errors.js';
import { limits } from '../limits.js';
import type { Queue } from './queue.js';

interface Policy {
  Version?: string;
  Id?: string;
  Statement?: unknown;
}

interface Statement {
  readonly Sid?: string;
}

/** What others can be allowed to do. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html */
const grantable = new Set([
  '*',
  'ChangeMessageVisibility',
  'DeleteMessage',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ListDeadLetterSourceQueues',
  'PurgeQueue',
  'ReceiveMessage',
  'SendMessage',
]);

const accountForm = /^\d{12}$/;
const labelForm = /^[A-Za-z0-9_-]{1,80}$/;

function statementsOf(policy: Policy): Statement[] {
  const { Statement: statement = [] } = policy;
  return (Array.isArray(statement) ? statement : [statement]) as Statement[];
}

const parse = (queue: Queue): Policy =>
  queue.settings.policy === undefined
    ? { Version: '2008-10-17', Id: `${queue.arn}/SQSDefaultPolicy`, Statement: [] }
    : (JSON.parse(queue.settings.policy) as Policy);

const oneOrMany = (values: readonly string[]): string | readonly string[] => (values.length === 1 ? values[0]! : values);

/** The queue's policy with a statement for the label added. */
export function withPermission(queue: Queue, label: string, accounts: readonly string[], actions: readonly string[]): string {
  if (actions.length === 0) throw missingParameter('Actions');
  if (actions.length > limits.permissionActions.value) throw tooManyActions(actions.length);
  if (!labelForm.test(label)) {
    throw invalidValue(label, 'Label', 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length');
  }
  if (accounts.length === 0 || !accounts.every((account) => accountForm.test(account))) {
    throw invalidValue(`[${accounts.join(', ')}]`, 'PrincipalId', 'Unable to verify.');
  }
  const refused = actions.find((action) => !grantable.has(action));
  if (refused !== undefined) {
    throw invalidValue(`SQS:${refused}`, 'ActionName', 'Only the queue owner is allowed to invoke this action.');
  }
  const policy = parse(queue);
  const statements = statementsOf(policy);
  if (statements.some(({ Sid }) => Sid === label)) throw invalidValue(label, 'Label', 'Already exists.');
  const statement = {
    Sid: label,
    Effect: 'Allow',
    Principal: { AWS: oneOrMany(accounts.map((account) => `arn:aws:iam::${account}:root`)) },
    Action: oneOrMany(actions.map((action) => `SQS:${action}`)),
    Resource: queue.arn,
  };
  return JSON.stringify({ ...policy, Statement: [...statements, statement] });
}

/** The queue's policy without the label's statement; undefined where none is left. */
export function withoutPermission(queue: Queue, label: string): string | undefined {
  const policy = parse(queue);
  const statements = statementsOf(policy);
  const left = statements.filter(({ Sid }) => Sid !== label);
  if (left.length === statements.length) throw invalidValue(label, 'Label', "can't find label.");
  return left.length === 0 ? undefined : JSON.stringify({ ...policy, Statement: left });
}

import { invalidParameter, statementNotFound } from '../errors.js';
import { defaultPolicy } from './topicAttributes.js';
import type { Topic } from './topic.js';

interface Policy {
  readonly Statement?: unknown;
}

const grantable = new Set([
  'AddPermission',
  'DeleteTopic',
  'GetDataProtectionPolicy',
  'GetTopicAttributes',
  'ListSubscriptionsByTopic',
  'ListTagsForResource',
  'Publish',
  'PutDataProtectionPolicy',
  'RemovePermission',
  'SetTopicAttributes',
  'Subscribe',
]);

const parse = (topic: Topic): Policy => JSON.parse(topic.settings.policy ?? defaultPolicy(topic.arn, topic.account)) as Policy;

const statementsOf = ({ Statement: statement = [] }: Policy): { readonly Sid?: string }[] =>
  (Array.isArray(statement) ? statement : [statement]) as { readonly Sid?: string }[];

/** The topic's policy with a statement for the label added. */
export function withPermission(topic: Topic, label: string, accounts: readonly string[], actions: readonly string[]): string {
  const policy = parse(topic);
  const statements = statementsOf(policy);
  if (label === '') throw invalidParameter('Label');
  if (statements.some(({ Sid }) => Sid === label)) throw invalidParameter('Statement already exists');
  if (accounts.length === 0 || !accounts.every((account) => /^\d{12}$/.test(account))) throw invalidParameter('Policy Error: PrincipalNotFound');
  if (actions.length === 0 || !actions.every((action) => grantable.has(action))) {
    throw invalidParameter('Policy statement action out of service scope!');
  }
  const statement = {
    Sid: label,
    Effect: 'Allow',
    Principal: { AWS: oneOrMany(accounts.map((account) => `arn:aws:iam::${account}:root`)) },
    Action: oneOrMany(actions.map((action) => `SNS:${action}`)),
    Resource: topic.arn,
  };
  return JSON.stringify({ ...policy, Statement: [...statements, statement] });
}

const oneOrMany = (values: readonly string[]): string | readonly string[] => (values.length === 1 ? values[0]! : values);

/** The topic's policy without the label's statement. */
export function withoutPermission(topic: Topic, label: string): string {
  const policy = parse(topic);
  const statements = statementsOf(policy);
  const left = statements.filter(({ Sid }) => Sid !== label);
  if (left.length === statements.length) throw statementNotFound();
  return JSON.stringify({ ...policy, Statement: left });
}

import { collection } from '../../../kernel/collection.js';
import { arn, parseArn } from '../../../kernel/identity.js';
import type { Scope } from '../../../kernel/identity.js';
import type { Access, Context, TimerKey } from '../../../kernel/service.js';
import { groupNotFound, invalidParameter, validation } from '../errors.js';

export interface LogGroup {
  readonly name: string;
  /** Tells a group from an earlier one of the same name. */
  readonly id: string;
  readonly arn: string;
  readonly createdAtMs: number;
  readonly retentionInDays?: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly deletionProtected: boolean;
  /** The one purge of expired events that is to come. */
  readonly purgeTimer?: TimerKey;
}

/** By name. */
export const groups = collection<LogGroup>('logs.groups');

export const groupArn = (scope: Scope, name: string): string => arn('logs', scope, `log-group:${name}`);

/** What IAM judges a call about a group by: an ARN that policies which end in `:*` take in. */
const judgedArn = (scope: Scope, name: string): string => `${groupArn(scope, name)}:log-stream:`;

export const streamArn = (scope: Scope, group: string, stream: string): string => `${judgedArn(scope, group)}${stream}`;

/** Throws ResourceNotFoundException. */
export function getGroup(ctx: Context, name: string): LogGroup {
  const group = ctx.table(groups).get(name);
  if (!group) throw groupNotFound();
  return group;
}

export const putGroup = (ctx: Context, group: LogGroup): void => ctx.table(groups).put(group.name, group);

/** Name in a log group's ARN, with or without its final `:*`. */
export function groupNameOfArn(text: string): string | undefined {
  const parsed = parseArn(text);
  if (parsed?.service !== 'logs' || !parsed.resource.startsWith('log-group:')) return undefined;
  return parsed.resource.slice('log-group:'.length).replace(/:\*$/, '');
}

interface GroupReference {
  readonly logGroupName?: string | undefined;
  /** Name or ARN. */
  readonly logGroupIdentifier?: string | undefined;
}

/** The group's name, which a call gives in one of two ways. Throws ValidationException or InvalidParameterException. */
export function groupNameOf({ logGroupName, logGroupIdentifier }: GroupReference): string {
  if (logGroupName !== undefined && logGroupIdentifier !== undefined) {
    throw validation('LogGroup name and LogGroup ARN are mutually exclusive parameters.');
  }
  const name = logGroupName ?? (logGroupIdentifier?.startsWith('arn:') ? groupNameOfArn(logGroupIdentifier) : logGroupIdentifier);
  if (name === undefined) throw invalidParameter('Either LogGroup name or LogGroup ARN must be specified.');
  return name;
}

/** ARN of the group that an input names. */
export const groupArnOf = (input: GroupReference, scope: Scope): string => groupArn(scope, groupNameOf(input));

/** What IAM checks for an operation on a group. */
export const groupAccess =
  (operationName: string) =>
  (input: GroupReference, scope: Scope): readonly Access[] => [{ action: `logs:${operationName}`, resource: judgedArn(scope, groupNameOf(input)) }];

const dayMs = 86_400_000;

/** Events older than this are gone. */
export const oldestKeptMs = ({ retentionInDays }: LogGroup, nowMs: number): number =>
  retentionInDays === undefined ? 0 : Math.max(0, nowMs - retentionInDays * dayMs);

export const retentionMs = ({ retentionInDays }: LogGroup): number | undefined =>
  retentionInDays === undefined ? undefined : retentionInDays * dayMs;

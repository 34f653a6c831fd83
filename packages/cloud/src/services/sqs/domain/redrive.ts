import { parseArn } from '../../../kernel/identity.js';
import { invalidAttributeValue, invalidValue } from '../errors.js';
import { limits } from '../limits.js';

/** In the order and form in which GetQueueAttributes gives it back. */
export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

export interface RedriveAllowPolicy {
  readonly redrivePermission: 'allowAll' | 'denyAll' | 'byQueue';
  readonly sourceQueueArns?: readonly string[];
}

function object(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The policy in the attribute's text; undefined for the empty text, which removes it. Throws InvalidParameterValue. */
export function parseRedrivePolicy(text: string): RedrivePolicy | undefined {
  if (text === '') return undefined;
  const refuse = (reason: string) => invalidValue(text, 'RedrivePolicy', reason);
  const given = object(text);
  if (!given) throw refuse('Redrive policy is not a valid JSON map.');
  const { deadLetterTargetArn, maxReceiveCount = 10, ...others } = given;
  if (deadLetterTargetArn === undefined) throw refuse('Redrive policy does not contain mandatory attribute: deadLetterTargetArn.');
  const [other] = Object.keys(others);
  if (other !== undefined) throw refuse(`Redrive policy contains an unknown attribute: ${other}.`);
  if (typeof deadLetterTargetArn !== 'string' || parseArn(deadLetterTargetArn)?.service !== 'sqs') {
    throw refuse('Invalid value for deadLetterTargetArn.');
  }
  const count = typeof maxReceiveCount === 'string' && /^\d+$/.test(maxReceiveCount) ? Number(maxReceiveCount) : maxReceiveCount;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > limits.maxReceiveCount.value) {
    throw refuse(
      `Invalid value for maxReceiveCount: ${String(maxReceiveCount)}, valid values are from 1 to ${limits.maxReceiveCount.value} both inclusive.`,
    );
  }
  return { deadLetterTargetArn, maxReceiveCount: count };
}

/** The policy in the attribute's text; undefined for the empty text. Throws InvalidAttributeValue. */
export function parseRedriveAllowPolicy(text: string): RedriveAllowPolicy | undefined {
  if (text === '') return undefined;
  const given = object(text);
  if (!given) throw invalidAttributeValue('RedriveAllowPolicy');
  const { redrivePermission, sourceQueueArns, ...others } = given;
  if (Object.keys(others).length > 0) throw invalidAttributeValue('RedriveAllowPolicy');
  if (redrivePermission === 'allowAll' || redrivePermission === 'denyAll') {
    if (sourceQueueArns !== undefined) throw invalidAttributeValue('RedriveAllowPolicy');
    return { redrivePermission };
  }
  if (redrivePermission !== 'byQueue' || !isArnList(sourceQueueArns)) throw invalidAttributeValue('RedriveAllowPolicy');
  return { redrivePermission, sourceQueueArns };
}

const isArnList = (value: unknown): value is string[] =>
  Array.isArray(value) &&
  value.length >= 1 &&
  value.length <= limits.redriveSources.value &&
  value.every((entry) => typeof entry === 'string' && parseArn(entry)?.service === 'sqs');

/** Whether a queue with this policy takes dead letters of the source. */
export function allowsRedrive(policy: RedriveAllowPolicy | undefined, sourceArn: string): boolean {
  if (!policy || policy.redrivePermission === 'allowAll') return true;
  return policy.redrivePermission === 'byQueue' && (policy.sourceQueueArns ?? []).includes(sourceArn);
}

/** What of a dead-letter queue decides whether it may be one; undefined where there is no such queue. */
export interface RedriveTarget {
  readonly fifo: boolean;
  readonly allowPolicy: RedriveAllowPolicy | undefined;
}

/** Throws InvalidParameterValue where the source may not use the target. */
export function checkRedriveTarget(
  policy: RedrivePolicy,
  source: { readonly arn: string; readonly fifo: boolean },
  target: RedriveTarget | undefined,
): void {
  const refuse = (reason: string) => invalidValue(JSON.stringify(policy), 'RedrivePolicy', reason);
  const parts = parseArn(policy.deadLetterTargetArn)!;
  const sourceParts = parseArn(source.arn)!;
  if (parts.account !== sourceParts.account) throw refuse('Dead-letter target owner should be same as the source.');
  if (parts.region !== sourceParts.region) throw refuse('Dead-letter target must be in the same region as the source.');
  if (!target) throw refuse('Dead letter target does not exist.');
  if (policy.deadLetterTargetArn === source.arn) throw refuse('Dead-letter queue must not be the source itself.');
  if (target.fifo !== source.fifo) throw refuse('Dead-letter queue must be same type of queue as the source.');
  if (!allowsRedrive(target.allowPolicy, source.arn)) throw refuse('Dead-letter queue does not allow redrive from this source.');
}

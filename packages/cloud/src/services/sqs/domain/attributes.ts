import { parsePolicy } from '../../../kernel/policy/index.js';
import { invalidAttributeName, invalidAttributeValue, unknownAttribute } from '../errors.js';
import { limits } from '../limits.js';
import { parseRedriveAllowPolicy, parseRedrivePolicy } from './redrive.js';
import type { RedriveAllowPolicy, RedrivePolicy } from './redrive.js';

/** What a queue's attributes mean. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
export interface QueueSettings {
  readonly delaySeconds: number;
  readonly maximumMessageSizeBytes: number;
  readonly messageRetentionSeconds: number;
  readonly receiveWaitSeconds: number;
  readonly visibilityTimeoutSeconds: number;
  readonly policy?: string;
  readonly redrivePolicy?: RedrivePolicy;
  readonly redriveAllowPolicy?: RedriveAllowPolicy;
  readonly kmsMasterKeyId?: string;
  readonly kmsDataKeyReuseSeconds?: number;
  readonly sqsManagedSse: boolean;
  readonly contentBasedDeduplication: boolean;
  readonly deduplicationScope: 'queue' | 'messageGroup';
  readonly fifoThroughputLimit: 'perQueue' | 'perMessageGroupId';
}

export const defaultSettings: QueueSettings = {
  delaySeconds: 0,
  maximumMessageSizeBytes: limits.messageSize.value,
  messageRetentionSeconds: 345_600,
  receiveWaitSeconds: 0,
  visibilityTimeoutSeconds: 30,
  sqsManagedSse: true,
  contentBasedDeduplication: false,
  deduplicationScope: 'queue',
  fifoThroughputLimit: 'perQueue',
};

type Change = Partial<{ -readonly [K in keyof QueueSettings]: QueueSettings[K] | undefined }>;
type Apply = (value: string, change: Change) => void;

function whole(name: string, value: string, min: number, max: number): number {
  const number = /^\d{1,10}$/.test(value) ? Number(value) : NaN;
  if (!(number >= min && number <= max)) throw invalidAttributeValue(name);
  return number;
}

function oneOf<T extends string>(name: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw invalidAttributeValue(name);
  return found;
}

function flag(name: string, value: string): boolean {
  const lower = value.toLowerCase();
  if (lower !== 'true' && lower !== 'false') throw invalidAttributeValue(name);
  return lower === 'true';
}

/** A policy that could not be evaluated later is refused now. */
function policyText(value: string): string | undefined {
  if (value === '') return undefined;
  if (Buffer.byteLength(value) > limits.policySize.value) throw invalidAttributeValue('Policy');
  try {
    parsePolicy(value);
  } catch {
    throw invalidAttributeValue('Policy');
  }
  return value;
}

const settable: Readonly<Record<string, Apply>> = {
  DelaySeconds: (v, c) => (c.delaySeconds = whole('DelaySeconds', v, 0, limits.delaySeconds.value)),
  MaximumMessageSize: (v, c) => (c.maximumMessageSizeBytes = whole('MaximumMessageSize', v, 1_024, limits.messageSize.value)),
  MessageRetentionPeriod: (v, c) => (c.messageRetentionSeconds = whole('MessageRetentionPeriod', v, 60, 1_209_600)),
  ReceiveMessageWaitTimeSeconds: (v, c) => (c.receiveWaitSeconds = whole('ReceiveMessageWaitTimeSeconds', v, 0, limits.waitTimeSeconds.value)),
  VisibilityTimeout: (v, c) => (c.visibilityTimeoutSeconds = whole('VisibilityTimeout', v, 0, limits.visibilityTimeoutSeconds.value)),
  Policy: (v, c) => (c.policy = policyText(v)),
  RedrivePolicy: (v, c) => (c.redrivePolicy = parseRedrivePolicy(v)),
  RedriveAllowPolicy: (v, c) => (c.redriveAllowPolicy = parseRedriveAllowPolicy(v)),
  KmsMasterKeyId: (v, c) => (c.kmsMasterKeyId = v === '' ? undefined : v),
  KmsDataKeyReusePeriodSeconds: (v, c) => (c.kmsDataKeyReuseSeconds = whole('KmsDataKeyReusePeriodSeconds', v, 60, 86_400)),
  SqsManagedSseEnabled: (v, c) => (c.sqsManagedSse = flag('SqsManagedSseEnabled', v)),
};

const settableOnFifo: Readonly<Record<string, Apply>> = {
  ContentBasedDeduplication: (v, c) => (c.contentBasedDeduplication = flag('ContentBasedDeduplication', v)),
  DeduplicationScope: (v, c) => (c.deduplicationScope = oneOf('DeduplicationScope', v, ['queue', 'messageGroup'] as const)),
  FifoThroughputLimit: (v, c) => (c.fifoThroughputLimit = oneOf('FifoThroughputLimit', v, ['perQueue', 'perMessageGroupId'] as const)),
};

const own = (table: Readonly<Record<string, Apply>>, name: string): Apply | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/**
 * Settings with the given attributes applied; FifoQueue is not among them. Throws InvalidAttributeName for one that does
 * not exist or not for this type of queue, InvalidAttributeValue for a value out of bounds.
 */
export function applyAttributes(settings: QueueSettings, fifo: boolean, attributes: Readonly<Record<string, string>>): QueueSettings {
  const change: Change = {};
  for (const [name, value] of Object.entries(attributes)) {
    const apply = own(settable, name) ?? (fifo ? own(settableOnFifo, name) : undefined);
    if (!apply) throw unknownAttribute(name);
    apply(value, change);
  }
  checkEncryption(change);
  if (change.kmsMasterKeyId !== undefined) change.sqsManagedSse = false;
  else if (change.sqsManagedSse) change.kmsMasterKeyId = change.kmsDataKeyReuseSeconds = undefined;
  const next = withoutUndefined({ ...settings, ...change });
  if (next.fifoThroughputLimit === 'perMessageGroupId' && next.deduplicationScope !== 'messageGroup') {
    throw invalidAttributeValue('FifoThroughputLimit', 'FifoThroughputLimit can be set to perMessageGroupId only when DeduplicationScope is messageGroup.');
  }
  return next;
}

function checkEncryption(change: Change): void {
  if (change.kmsMasterKeyId === undefined || !change.sqsManagedSse) return;
  throw invalidAttributeName(
    'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.',
  );
}

function withoutUndefined(settings: Change): QueueSettings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as unknown as QueueSettings;
}

/** Every settable attribute as GetQueueAttributes gives it. */
export function settingsAsAttributes(settings: QueueSettings, fifo: boolean): Record<string, string> {
  const out: Record<string, string> = {
    VisibilityTimeout: String(settings.visibilityTimeoutSeconds),
    MaximumMessageSize: String(settings.maximumMessageSizeBytes),
    MessageRetentionPeriod: String(settings.messageRetentionSeconds),
    DelaySeconds: String(settings.delaySeconds),
    ReceiveMessageWaitTimeSeconds: String(settings.receiveWaitSeconds),
    SqsManagedSseEnabled: String(settings.sqsManagedSse),
  };
  if (settings.policy !== undefined) out['Policy'] = settings.policy;
  if (settings.redrivePolicy) out['RedrivePolicy'] = JSON.stringify(settings.redrivePolicy);
  if (settings.redriveAllowPolicy) out['RedriveAllowPolicy'] = JSON.stringify(settings.redriveAllowPolicy);
  if (settings.kmsMasterKeyId !== undefined) {
    out['KmsMasterKeyId'] = settings.kmsMasterKeyId;
    out['KmsDataKeyReusePeriodSeconds'] = String(settings.kmsDataKeyReuseSeconds ?? 300);
  }
  if (fifo) {
    out['FifoQueue'] = 'true';
    out['ContentBasedDeduplication'] = String(settings.contentBasedDeduplication);
    out['DeduplicationScope'] = settings.deduplicationScope;
    out['FifoThroughputLimit'] = settings.fifoThroughputLimit;
  }
  return out;
}

const readable = new Set([
  ...Object.keys(settable),
  ...Object.keys(settableOnFifo),
  'FifoQueue',
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'QueueArn',
]);

/** True for the names that GetQueueAttributes accepts, besides `All`. */
export const isReadableAttribute = (name: string): boolean => readable.has(name);

/** The first of the given attributes whose value is not the queue's, for CreateQueue on an existing queue. */
export function differingAttribute(settings: QueueSettings, fifo: boolean, given: Readonly<Record<string, string>>): string | undefined {
  const current = settingsAsAttributes(settings, fifo);
  const wanted = settingsAsAttributes(applyAttributes(settings, fifo, given), fifo);
  return Object.keys(given).find((name) => current[name] !== wanted[name]);
}

import { notImplemented } from '../../../kernel/errors.js';
import { invalidParameter } from '../errors.js';
import { limits } from '../limits.js';

/** How often and when a failed delivery is repeated; seconds. https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html */
export interface RetryPolicy {
  readonly minDelayTarget: number;
  readonly maxDelayTarget: number;
  readonly numRetries: number;
  readonly numMaxDelayRetries: number;
  readonly numNoDelayRetries: number;
  readonly numMinDelayRetries: number;
  readonly backoffFunction: 'linear' | 'arithmetic' | 'geometric' | 'exponential';
}

export interface RequestPolicy {
  readonly headerContentType?: string;
}

export interface TopicDeliveryPolicy {
  readonly http: {
    readonly defaultHealthyRetryPolicy?: Partial<RetryPolicy>;
    readonly disableSubscriptionOverrides?: boolean;
    readonly defaultRequestPolicy?: RequestPolicy;
  };
}

/** As GetSubscriptionAttributes gives it. */
export interface SubscriptionDeliveryPolicy {
  readonly healthyRetryPolicy: RetryPolicy | null;
  readonly sicklyRetryPolicy: null;
  readonly throttlePolicy: null;
  readonly requestPolicy: RequestPolicy | null;
  readonly guaranteed: boolean;
}

export const defaultHttpRetries: RetryPolicy = {
  minDelayTarget: 20,
  maxDelayTarget: 20,
  numRetries: 3,
  numMaxDelayRetries: 0,
  numNoDelayRetries: 0,
  numMinDelayRetries: 0,
  backoffFunction: 'linear',
};

/** To SQS and Lambda: 100,015 attempts over 23 days. */
export const managedRetries: RetryPolicy = {
  minDelayTarget: 1,
  maxDelayTarget: 20,
  numRetries: 100_015,
  numMaxDelayRetries: 100_000,
  numNoDelayRetries: 3,
  numMinDelayRetries: 2,
  backoffFunction: 'exponential',
};

const defaultContentType = 'text/plain; charset=UTF-8';

const refuse = (reason: string) => invalidParameter(`DeliveryPolicy: ${reason}`);

type Json = Readonly<Record<string, unknown>>;

function object(value: unknown, path: string): Json {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw refuse(`${path} must be a JSON object`);
}

function parse(text: string): Json {
  try {
    return object(JSON.parse(text), 'Root');
  } catch (error) {
    if (error instanceof SyntaxError) throw refuse('failed to parse JSON.');
    throw error;
  }
}

function onlyKnown(given: Json, path: string, known: readonly string[]): void {
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) throw refuse(`Unexpected JSON member: ${path}${name}`);
  }
}

const backoffs = ['linear', 'arithmetic', 'geometric', 'exponential'] as const;
const retryNumbers = {
  minDelayTarget: [1, limits.httpRetrySeconds.value],
  maxDelayTarget: [1, limits.httpRetrySeconds.value],
  numRetries: [0, 100],
  numMaxDelayRetries: [0, 100],
  numNoDelayRetries: [0, 100],
  numMinDelayRetries: [0, 100],
} as const;

function parseRetries(value: unknown, path: string): Partial<RetryPolicy> {
  const given = object(value, path);
  onlyKnown(given, `${path}.`, [...Object.keys(retryNumbers), 'backoffFunction']);
  for (const [name, [min, max]] of Object.entries(retryNumbers)) {
    const number = given[name];
    if (number === undefined) continue;
    if (!Number.isInteger(number) || (number as number) < min || (number as number) > max) throw refuse(`${path}.${name} must be an integer from ${min} to ${max}`);
  }
  const { backoffFunction } = given;
  if (backoffFunction !== undefined && !backoffs.includes(backoffFunction as 'linear')) throw refuse(`${path}.backoffFunction must be one of ${backoffs.join(', ')}`);
  const whole = { ...defaultHttpRetries, ...(given as Partial<RetryPolicy>) };
  if (whole.minDelayTarget > whole.maxDelayTarget) throw refuse(`${path}.maxDelayTarget must be greater than or equal to minDelayTarget`);
  if (whole.numNoDelayRetries + whole.numMinDelayRetries + whole.numMaxDelayRetries > whole.numRetries) {
    throw refuse(`${path}.numRetries must be greater than or equal to the sum of the retries of its phases`);
  }
  return given as Partial<RetryPolicy>;
}

function parseRequest(value: unknown, path: string): RequestPolicy {
  const given = object(value, path);
  onlyKnown(given, `${path}.`, ['headerContentType']);
  const { headerContentType } = given;
  if (headerContentType !== undefined && (typeof headerContentType !== 'string' || !/^[\x20-\x7e]{1,200}$/.test(headerContentType))) {
    throw refuse(`${path}.headerContentType is invalid`);
  }
  return given as RequestPolicy;
}

/** The policy in the attribute's text; undefined for the empty text or object, which removes it. */
export function parseTopicDeliveryPolicy(text: string): TopicDeliveryPolicy | undefined {
  if (text === '') return undefined;
  const given = parse(text);
  if (Object.keys(given).length === 0) return undefined;
  onlyKnown(given, '', ['http']);
  const http = object(given['http'], 'http');
  if (http['defaultThrottlePolicy'] !== undefined && http['defaultThrottlePolicy'] !== null) throw notImplemented('http.defaultThrottlePolicy of a delivery policy');
  onlyKnown(http, 'http.', ['defaultHealthyRetryPolicy', 'disableSubscriptionOverrides', 'defaultThrottlePolicy', 'defaultRequestPolicy']);
  const retries = http['defaultHealthyRetryPolicy'];
  const request = http['defaultRequestPolicy'];
  return {
    http: {
      ...(retries !== undefined && retries !== null && { defaultHealthyRetryPolicy: parseRetries(retries, 'http.defaultHealthyRetryPolicy') }),
      disableSubscriptionOverrides: http['disableSubscriptionOverrides'] === true,
      ...(request !== undefined && request !== null && { defaultRequestPolicy: parseRequest(request, 'http.defaultRequestPolicy') }),
    },
  };
}

/** The policy in a subscription's attribute; undefined for the empty text or object. */
export function parseSubscriptionDeliveryPolicy(text: string): SubscriptionDeliveryPolicy | undefined {
  if (text === '') return undefined;
  const given = parse(text);
  if (Object.keys(given).length === 0) return undefined;
  onlyKnown(given, '', ['healthyRetryPolicy', 'sicklyRetryPolicy', 'throttlePolicy', 'requestPolicy', 'guaranteed']);
  for (const name of ['sicklyRetryPolicy', 'throttlePolicy']) {
    if (given[name] !== undefined && given[name] !== null) throw notImplemented(`${name} of a delivery policy`);
  }
  const { healthyRetryPolicy: retries, requestPolicy: request } = given;
  return {
    healthyRetryPolicy: retries ? { ...defaultHttpRetries, ...parseRetries(retries, 'healthyRetryPolicy') } : null,
    sicklyRetryPolicy: null,
    throttlePolicy: null,
    requestPolicy: request ? parseRequest(request, 'requestPolicy') : null,
    guaranteed: given['guaranteed'] === true,
  };
}

/** What holds for a topic's HTTP deliveries unless a subscription says otherwise. */
export function effectiveTopicPolicy(policy: TopicDeliveryPolicy | undefined) {
  return {
    http: {
      defaultHealthyRetryPolicy: { ...defaultHttpRetries, ...policy?.http.defaultHealthyRetryPolicy },
      disableSubscriptionOverrides: policy?.http.disableSubscriptionOverrides ?? false,
      defaultRequestPolicy: { headerContentType: policy?.http.defaultRequestPolicy?.headerContentType ?? defaultContentType },
    },
  };
}

/** What holds for one HTTP subscription. */
export function effectiveSubscriptionPolicy(topic: TopicDeliveryPolicy | undefined, own: SubscriptionDeliveryPolicy | undefined) {
  const { http } = effectiveTopicPolicy(topic);
  const override = http.disableSubscriptionOverrides ? undefined : own;
  return {
    healthyRetryPolicy: override?.healthyRetryPolicy ?? http.defaultHealthyRetryPolicy,
    sicklyRetryPolicy: null,
    throttlePolicy: null,
    requestPolicy: { headerContentType: override?.requestPolicy?.headerContentType ?? http.defaultRequestPolicy.headerContentType },
    guaranteed: override?.guaranteed ?? false,
  };
}

/** Milliseconds before the retry of that number, from 1; undefined when there is none left. */
export function retryDelayMs(policy: RetryPolicy, retry: number): number | undefined {
  const { numRetries, numNoDelayRetries: atOnce, numMinDelayRetries: early, numMaxDelayRetries: late } = policy;
  if (retry > numRetries) return undefined;
  if (retry <= atOnce) return 0;
  if (retry <= atOnce + early) return policy.minDelayTarget * 1000;
  const backoffs = numRetries - atOnce - early - late;
  const step = retry - atOnce - early;
  return step > backoffs ? policy.maxDelayTarget * 1000 : Math.round(backoffSeconds(policy, step, backoffs) * 1000);
}

/** From the least delay at the first step to the greatest at the last, along the function's curve. */
function backoffSeconds({ minDelayTarget: min, maxDelayTarget: max, backoffFunction }: RetryPolicy, step: number, steps: number): number {
  const part = steps === 1 ? 1 : (step - 1) / (steps - 1);
  const span = max - min;
  if (backoffFunction === 'arithmetic') return min + (span * part * (part + 1)) / 2;
  if (backoffFunction === 'geometric') return min * (max / min) ** part;
  if (backoffFunction === 'exponential') return min + (span * (2 ** (part * (steps - 1)) - 1)) / Math.max(1, 2 ** (steps - 1) - 1);
  return min + span * part;
}

import { notImplemented } from '../../../kernel/errors.js';
import { parseArn } from '../../../kernel/identity.js';
import { invalidParameter, invalidParameterAs } from '../errors.js';

export type Protocol = 'sqs' | 'lambda' | 'http' | 'https' | 'email' | 'email-json' | 'sms';

const protocols: readonly string[] = ['sqs', 'lambda', 'http', 'https', 'email', 'email-json', 'sms'];
const later: readonly string[] = ['firehose', 'application'];
const phoneForm = /^\+?[0-9]{4,15}$/;

/** Those whose owner must agree before anything is delivered. */
export const needsConfirmation = (protocol: Protocol): boolean => ['http', 'https', 'email', 'email-json'].includes(protocol);

export const isPhoneNumber = (text: string): boolean => phoneForm.test(text);

/** Throws InvalidParameter unless the topic can deliver to the endpoint in that way. */
export function checkEndpoint(protocol: string, endpoint: string | undefined, topicIsFifo: boolean): asserts protocol is Protocol {
  if (later.includes(protocol)) throw notImplemented(`SNS subscriptions of protocol ${protocol}`);
  if (!protocols.includes(protocol)) throw invalidParameter(`Amazon SNS does not support this protocol string: ${protocol}`);
  if (endpoint === undefined || endpoint === '') throw invalidParameter('Endpoint');
  checks[protocol as Protocol](endpoint);
  if (topicIsFifo && protocol !== 'sqs') throw invalidParameter(`Invalid parameter: Endpoint Reason: FIFO SNS topics can only have Amazon SQS subscriptions`);
  if (!topicIsFifo && protocol === 'sqs' && endpoint.endsWith('.fifo')) {
    throw invalidParameter('Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics');
  }
}

const url = (scheme: string) => (endpoint: string) => {
  if (!endpoint.startsWith(`${scheme}://`) || !URL.canParse(endpoint)) throw invalidParameter('Endpoint must match the specified protocol');
};

const address = (endpoint: string) => {
  if (!/^[^\s@]+@[^\s@]+$/.test(endpoint)) throw invalidParameter('Email address');
};

const checks: Readonly<Record<Protocol, (endpoint: string) => void>> = {
  sqs(endpoint) {
    const arn = parseArn(endpoint);
    if (arn?.service !== 'sqs' || arn.resource === '' || arn.resource.includes(':')) throw invalidParameter('SQS endpoint ARN');
  },
  lambda(endpoint) {
    const arn = parseArn(endpoint);
    if (arn?.service !== 'lambda' || !arn.resource.startsWith('function:')) throw invalidParameter('Lambda endpoint ARN');
  },
  http: url('http'),
  https: url('https'),
  email: address,
  'email-json': address,
  sms(endpoint) {
    if (!isPhoneNumber(endpoint)) throw invalidParameterAs(`Invalid SMS endpoint: ${endpoint}`);
  },
};

import { isCancelled, waitTopic } from '../../../deploy/engine/run.js';
import { getResource } from '../../../deploy/engine/state.js';
import { limits } from '../../../deploy/limits.js';
import { isObject } from '../../../deploy/template/json.js';
import { AwsError } from '../../../kernel/errors.js';
import { parseArn } from '../../../kernel/identity.js';
import { operation } from '../../../kernel/service.js';
import type { Context, Flow } from '../../../kernel/service.js';
import { responses, responseUrl } from './requestRecords.js';
import type { ResponseRecord } from './requestRecords.js';

interface Send {
  readonly StackId: string;
  readonly LogicalId: string;
  readonly Token: string;
  readonly ServiceToken: string;
  readonly TimeoutSeconds: number;
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly PhysicalId?: string;
  readonly Properties: unknown;
  readonly OldProperties?: unknown;
}

/** Sends a custom resource's event to its function or topic, once for a token. */
export const sendCustomResourceRequest = operation<Send, object>({
  access: () => [],
  run: (input, ctx) =>
    ctx.flow(async (flow) => {
      const record = flow.transact((inner) => open(inner, input));
      if (record.sent) return {};
      await deliver(flow, input.ServiceToken, JSON.stringify(await event(flow, input, record.requestId)));
      flow.transact((inner) => inner.table(responses).put(input.Token, { ...inner.table(responses).get(input.Token)!, sent: true }));
      return {};
    }),
});

function open(ctx: Context, input: Send): ResponseRecord {
  const table = ctx.table(responses);
  const existing = table.get(input.Token);
  if (existing) return existing;
  const waiter = { stackId: input.StackId, logicalId: input.LogicalId };
  const record = { waiter, deadlineMs: ctx.now + input.TimeoutSeconds * 1_000, requestId: ctx.ids.uuid(), sent: false, bodies: [], many: false };
  table.put(input.Token, record);
  return record;
}

async function event(flow: Flow, input: Send, requestId: string): Promise<object> {
  const type = flow.transact((ctx) => getResource(ctx, input.StackId, input.LogicalId)?.type);
  return {
    RequestType: input.RequestType,
    ServiceToken: input.ServiceToken,
    ResponseURL: await responseUrl(flow, input.Token),
    StackId: input.StackId,
    RequestId: requestId,
    LogicalResourceId: input.LogicalId,
    ...(input.PhysicalId !== undefined && { PhysicalResourceId: input.PhysicalId }),
    ResourceType: type,
    ResourceProperties: input.Properties,
    ...(input.OldProperties !== undefined && { OldResourceProperties: input.OldProperties }),
  };
}

async function deliver(flow: Flow, serviceToken: string, message: string): Promise<void> {
  const arn = parseArn(serviceToken);
  const options = { principal: flow.principal, ...(arn && { scope: { region: arn.region, account: arn.account } }) };
  if (arn?.service === 'lambda') {
    await flow.call('lambda', 'Invoke', { FunctionName: serviceToken, InvocationType: 'Event', Payload: Buffer.from(message) }, options);
  } else if (arn?.service === 'sns') {
    await flow.call('sns', 'Publish', { TopicArn: serviceToken, Subject: 'AWS CloudFormation custom resource request', Message: message }, options);
  } else {
    throw new AwsError('ValidationError', 'Invalid service token.');
  }
}

export interface CustomResourceAnswer {
  readonly physicalId?: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly failure?: string;
  readonly cancelled?: boolean;
}

interface Await {
  readonly StackId: string;
  readonly LogicalId: string;
  readonly Token: string;
}

/** Waits for what the function puts to its URL: until it comes, the time is over, or the stack gives up. */
export const awaitCustomResourceResponse = operation<Await, CustomResourceAnswer>({
  access: () => [],
  run: (input, ctx) =>
    ctx.flow(async (flow) => {
      for (;;) {
        const found = flow.transact((inner) => look(inner, input));
        if ('answer' in found) return found.answer;
        await flow.park(waitTopic(input.StackId, input.LogicalId), found.deadlineMs);
      }
    }),
});

function look(ctx: Context, { StackId, Token }: Await): { answer: CustomResourceAnswer } | { deadlineMs: number } {
  const record = ctx.table(responses).get(Token)!;
  const [body] = record.bodies;
  if (body === undefined && !isCancelled(ctx, StackId) && ctx.now < record.deadlineMs!) return { deadlineMs: record.deadlineMs! };
  ctx.table(responses).delete(Token);
  if (body !== undefined) return { answer: readAnswer(body, record.requestId) };
  if (isCancelled(ctx, StackId)) return { answer: { cancelled: true } };
  return { answer: { failure: noAnswer(record.requestId) } };
}

const noAnswer = (requestId: string): string =>
  `CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId [${requestId}]. If you are using the Python cfn-response module, you may need to update your Lambda function code so that CloudFormation can attach the updated version.`;

export function readAnswer(body: string, requestId: string): CustomResourceAnswer {
  if (Buffer.byteLength(body) > limits.customResourceResponseBytes) return { failure: 'Response object is too long.' };
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    return { failure: 'Invalid response object: it is not JSON' };
  }
  if (!isObject(answer)) return { failure: 'Invalid response object: it is no JSON object' };
  const physicalId = typeof answer.PhysicalResourceId === 'string' && answer.PhysicalResourceId !== '' ? answer.PhysicalResourceId : undefined;
  const named = physicalId === undefined ? {} : { physicalId };
  if (answer.Status === 'FAILED') {
    const reason = answer.Reason === undefined ? 'See the details in CloudWatch Log Stream' : String(answer.Reason);
    return { ...named, failure: `Received response status [FAILED] from custom resource. Message returned: ${reason} (RequestId: ${requestId})` };
  }
  if (answer.Status !== 'SUCCESS') return { ...named, failure: 'Invalid response object: Status must be SUCCESS or FAILED' };
  if (physicalId !== undefined && physicalId.length > 1_024) return { failure: 'Invalid PhysicalResourceId' };
  if (answer.Data !== undefined && answer.Data !== null && !isObject(answer.Data)) return { ...named, failure: 'Data returned must be an object' };
  return { ...named, data: (answer.Data ?? {}) as Readonly<Record<string, unknown>> };
}

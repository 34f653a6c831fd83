import { ResourceFailure } from '../../../deploy/engine/failure.js';
import { cancelledWait } from '../../../deploy/engine/provide.js';
import type { EngineContext } from '../../../deploy/engine/run.js';
import { limits } from '../../../deploy/limits.js';
import { isObject, isScalar, sameValue } from '../../../deploy/template/json.js';
import type { Provisioned } from '../../../kernel/resourceType.js';
import { resourceType } from '../../../kernel/resourceType.js';
import type { CustomResourceAnswer } from '../internal/customResourceRequests.js';

type Properties = Readonly<Record<string, unknown>> & { readonly ServiceToken?: unknown; readonly ServiceTimeout?: unknown };

interface Request {
  readonly type: 'Create' | 'Update' | 'Delete';
  readonly properties: Properties;
  readonly old?: Properties;
  readonly physicalId?: string;
}

/**
 * A resource that a function or the subscribers of a topic make. Also every `Custom::NAME`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
 */
export const customResource = resourceType({
  type: 'AWS::CloudFormation::CustomResource',
  properties: { ServiceToken: 'string', ServiceTimeout: 'integer' },
  required: ['ServiceToken'],
  create: (properties: Properties, context: EngineContext) => ask(context, { type: 'Create', properties }),
  update(physicalId, properties: Properties, old: Properties, context: EngineContext) {
    if (!sameValue(properties.ServiceToken, old.ServiceToken)) throw new ResourceFailure('Modifying service token is not allowed.');
    return ask(context, { type: 'Update', properties, old, physicalId });
  },
  async delete(physicalId, properties: Properties, context: EngineContext) {
    await ask(context, { type: 'Delete', properties, physicalId });
  },
});

async function ask(context: EngineContext, request: Request): Promise<Provisioned> {
  const { properties } = request;
  if (typeof properties.ServiceToken !== 'string') throw new ResourceFailure('Invalid service token.');
  const { requestToken: token, stackId, logicalId } = context;
  await context.call('cloudformation', '_SendCustomResourceRequest', {
    StackId: stackId,
    LogicalId: logicalId,
    Token: token,
    ServiceToken: properties.ServiceToken,
    TimeoutSeconds: timeoutSeconds(properties.ServiceTimeout),
    RequestType: request.type,
    PhysicalId: request.physicalId,
    Properties: asText(properties),
    OldProperties: request.old && asText(request.old),
  });
  if (request.type === 'Create') context.started(context.physicalName());
  const answer = await context.call<CustomResourceAnswer>('cloudformation', '_AwaitCustomResourceResponse', { StackId: stackId, LogicalId: logicalId, Token: token });
  if (answer.physicalId !== undefined && request.type === 'Create') context.started(answer.physicalId);
  if (answer.cancelled) throw new ResourceFailure(cancelledWait);
  if (answer.failure !== undefined) throw new ResourceFailure(answer.failure);
  const physicalId = answer.physicalId ?? request.physicalId;
  if (physicalId === undefined) throw new ResourceFailure('Invalid PhysicalResourceId');
  return { physicalId, attributes: answer.data ?? {} };
}

function timeoutSeconds(value: unknown): number {
  if (value === undefined) return limits.customResourceTimeoutSeconds;
  const seconds = Number(value);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > limits.customResourceTimeoutSeconds) {
    throw new ResourceFailure(`ServiceTimeout must be an integer from 1 to ${limits.customResourceTimeoutSeconds}`);
  }
  return seconds;
}

/** CloudFormation hands every scalar over as text. */
function asText(value: unknown): unknown {
  if (isScalar(value)) return String(value);
  if (Array.isArray(value)) return value.map(asText);
  return isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, asText(item)])) : value;
}

import { ResourceFailure } from '../../../deploy/engine/failure.js';
import { cancelledWait } from '../../../deploy/engine/provide.js';
import { resourceType } from '../../../kernel/resourceType.js';
import type { WaitAnswer } from '../internal/waitHandles.js';

/**
 * A URL to which others send signals; `Ref` gives it.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-waitconditionhandle.html
 */
export const waitConditionHandle = resourceType({
  type: 'AWS::CloudFormation::WaitConditionHandle',
  properties: {},
  async create(_properties, context) {
    const { Url } = await context.call<{ Url: string }>('cloudformation', '_OpenWaitHandle', { Token: context.requestToken });
    return { physicalId: Url, attributes: {} };
  },
  async delete(physicalId, _properties, context) {
    await context.call('cloudformation', '_CloseWaitHandle', { Url: physicalId });
  },
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-waitcondition.html */
export const waitCondition = resourceType({
  type: 'AWS::CloudFormation::WaitCondition',
  properties: { Count: 'integer', Handle: 'string', Timeout: 'integer' },
  required: ['Handle', 'Timeout'],
  createOnly: ['Count', 'Handle', 'Timeout'],
  async create(properties: { Count?: number; Handle: string; Timeout: number }, context) {
    const { Count = 1, Handle, Timeout } = properties;
    const { stackId, logicalId } = context;
    const input = { Url: Handle, Count, TimeoutSeconds: Math.min(Timeout, 43_200), StackId: stackId, LogicalId: logicalId };
    const answer = await context.call<WaitAnswer>('cloudformation', '_AwaitSignals', input);
    if (answer.cancelled) throw new ResourceFailure(cancelledWait);
    if (answer.failure !== undefined) throw new ResourceFailure(answer.failure);
    return { physicalId: `${stackId}/${logicalId}`, attributes: { Data: JSON.stringify(answer.data) } };
  },
  async delete() {},
});

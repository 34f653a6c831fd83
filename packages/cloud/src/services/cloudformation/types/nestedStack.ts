import { ResourceFailure } from '../../../deploy/engine/failure.js';
import type { EngineContext } from '../../../deploy/engine/run.js';
import type { Provisioned } from '../../../kernel/resourceType.js';
import { resourceType } from '../../../kernel/resourceType.js';
import type { StackRest } from '../internal/nestedStacks.js';

type Properties = Readonly<Record<string, unknown>>;

/**
 * A stack within a stack.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html
 */
export const nestedStack = resourceType({
  type: 'AWS::CloudFormation::Stack',
  properties: {
    NotificationARNs: ['string'],
    Parameters: { map: 'string' },
    Tags: [{ properties: { Key: 'string', Value: 'string' }, required: ['Key', 'Value'] }],
    TemplateURL: 'string',
    TimeoutInMinutes: 'integer',
  },
  required: ['TemplateURL'],
  unsupported: ['Capabilities', 'Description', 'DisableRollback', 'EnableTerminationProtection', 'RoleARN', 'StackName', 'StackPolicyBody', 'StackPolicyURL', 'StackStatusReason', 'TemplateBody'],
  async create(properties: Properties, context: EngineContext) {
    const input = { ...properties, StackName: context.physicalName({ maxLength: 128 }), ParentId: context.stackId, Token: context.requestToken };
    const { StackId } = await context.call<{ StackId: string }>('cloudformation', '_CreateNestedStack', input);
    context.started(StackId, { announce: true });
    const rest = await settled(context, StackId);
    if (rest.Status !== 'CREATE_COMPLETE') throw new ResourceFailure(`Embedded stack ${StackId} was not successfully created: ${rest.Reason ?? rest.Status}`);
    return provisioned(StackId, rest);
  },
  async update(physicalId, properties: Properties, _previous, context: EngineContext) {
    const { Changed } = await context.call<{ Changed: boolean }>('cloudformation', '_UpdateNestedStack', { ...properties, StackName: physicalId, ParentId: context.stackId });
    const rest = await settled(context, physicalId);
    if (Changed && rest.Status !== 'UPDATE_COMPLETE') {
      throw new ResourceFailure(`Embedded stack ${physicalId} was not successfully updated. Currently in ${rest.Status} with reason: ${rest.Reason ?? ''}`);
    }
    return provisioned(physicalId, rest);
  },
  async delete(physicalId, _properties, context: EngineContext) {
    await context.call('cloudformation', '_DeleteNestedStack', { StackName: physicalId });
    const rest = await settled(context, physicalId);
    if (rest.Status !== 'DELETE_COMPLETE') throw new ResourceFailure(`Embedded stack ${physicalId} was not successfully deleted: ${rest.Reason ?? rest.Status}`);
  },
});

const settled = (context: EngineContext, stackId: string): Promise<StackRest> => context.call<StackRest>('cloudformation', '_AwaitStack', { StackId: stackId });

const provisioned = (stackId: string, rest: StackRest): Provisioned => ({
  physicalId: stackId,
  attributes: Object.fromEntries(rest.Outputs.map(({ key, value }) => [`Outputs.${key}`, value])),
});

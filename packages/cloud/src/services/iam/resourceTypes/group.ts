import { resourceType } from '../../../kernel/resourceType.js';
import type { Provisioned, ResourceContext } from '../../../kernel/resourceType.js';
import { Holding, ignoringGone, inlinePoliciesShape, orUndo } from './holding.js';
import type { InlinePolicy } from './holding.js';

interface GroupProperties {
  readonly GroupName?: string;
  readonly ManagedPolicyArns?: readonly string[];
  readonly Path?: string;
  readonly Policies?: readonly InlinePolicy[];
}

async function provisioned(name: string, context: ResourceContext): Promise<Provisioned> {
  const { Group } = await context.call<{ Group: { Arn: string } }>('iam', 'GetGroup', { GroupName: name });
  return { physicalId: name, attributes: { Arn: Group.Arn } };
}

async function remove(name: string, properties: GroupProperties, context: ResourceContext): Promise<void> {
  await ignoringGone(
    (async () => {
      await new Holding(context, 'group', name).clear(properties);
      await context.call('iam', 'DeleteGroup', { GroupName: name });
    })(),
  );
}

export const group = resourceType({
  type: 'AWS::IAM::Group',
  properties: { GroupName: 'string', ManagedPolicyArns: ['string'], Path: 'string', Policies: inlinePoliciesShape },
  createOnly: ['GroupName'],
  async create(properties: GroupProperties, context) {
    const name = properties.GroupName ?? context.physicalName({ maxLength: 128 });
    await context.call('iam', 'CreateGroup', { GroupName: name, Path: properties.Path });
    const holding = new Holding(context, 'group', name);
    await orUndo(
      async () => {
        await holding.setManaged(properties.ManagedPolicyArns);
        await holding.setInline(properties.Policies);
      },
      () => remove(name, properties, context),
    );
    return provisioned(name, context);
  },
  async update(name, next: GroupProperties, previous: GroupProperties, context) {
    const holding = new Holding(context, 'group', name);
    if (next.Path !== previous.Path) await context.call('iam', 'UpdateGroup', { GroupName: name, NewPath: next.Path ?? '/' });
    await holding.setManaged(next.ManagedPolicyArns, previous.ManagedPolicyArns);
    await holding.setInline(next.Policies, previous.Policies);
    return provisioned(name, context);
  },
  delete: (name, properties: GroupProperties, context) => remove(name, properties, context),
});

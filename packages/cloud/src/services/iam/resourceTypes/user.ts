import { resourceType } from '../../../kernel/resourceType.js';
import type { Provisioned, ResourceContext } from '../../../kernel/resourceType.js';
import { Holding, ignoringGone, inlinePoliciesShape, orUndo, tagsShape } from './holding.js';
import type { CfnTag, InlinePolicy } from './holding.js';

interface UserProperties {
  readonly Groups?: readonly string[];
  readonly ManagedPolicyArns?: readonly string[];
  readonly Path?: string;
  readonly PermissionsBoundary?: string;
  readonly Policies?: readonly InlinePolicy[];
  readonly Tags?: readonly CfnTag[];
  readonly UserName?: string;
}

async function provisioned(name: string, context: ResourceContext): Promise<Provisioned> {
  const { User } = await context.call<{ User: { Arn: string } }>('iam', 'GetUser', { UserName: name });
  return { physicalId: name, attributes: { Arn: User.Arn } };
}

async function setGroups(UserName: string, next: readonly string[] = [], previous: readonly string[] = [], context: ResourceContext): Promise<void> {
  for (const GroupName of previous) {
    if (!next.includes(GroupName)) await ignoringGone(context.call('iam', 'RemoveUserFromGroup', { GroupName, UserName }));
  }
  for (const GroupName of next) await context.call('iam', 'AddUserToGroup', { GroupName, UserName });
}

async function remove(name: string, properties: UserProperties, context: ResourceContext): Promise<void> {
  await ignoringGone(
    (async () => {
      await setGroups(name, [], properties.Groups, context);
      await new Holding(context, 'user', name).clear(properties);
      await context.call('iam', 'DeleteUser', { UserName: name });
    })(),
  );
}

export const user = resourceType({
  type: 'AWS::IAM::User',
  properties: {
    Groups: ['string'],
    ManagedPolicyArns: ['string'],
    Path: 'string',
    PermissionsBoundary: 'string',
    Policies: inlinePoliciesShape,
    Tags: tagsShape,
    UserName: 'string',
  },
  unsupported: ['LoginProfile'],
  createOnly: ['UserName'],
  async create(properties: UserProperties, context) {
    const name = properties.UserName ?? context.physicalName({ maxLength: 64 });
    await context.call('iam', 'CreateUser', {
      UserName: name,
      Path: properties.Path,
      PermissionsBoundary: properties.PermissionsBoundary,
      Tags: properties.Tags,
    });
    const holding = new Holding(context, 'user', name);
    await orUndo(
      async () => {
        await setGroups(name, properties.Groups, [], context);
        await holding.setManaged(properties.ManagedPolicyArns);
        await holding.setInline(properties.Policies);
      },
      () => remove(name, properties, context),
    );
    return provisioned(name, context);
  },
  async update(name, next: UserProperties, previous: UserProperties, context) {
    const holding = new Holding(context, 'user', name);
    if (next.Path !== previous.Path) await context.call('iam', 'UpdateUser', { UserName: name, NewPath: next.Path ?? '/' });
    await setGroups(name, next.Groups, previous.Groups, context);
    await holding.setBoundary(next.PermissionsBoundary, previous.PermissionsBoundary);
    await holding.setManaged(next.ManagedPolicyArns, previous.ManagedPolicyArns);
    await holding.setInline(next.Policies, previous.Policies);
    await holding.setTags(next.Tags, previous.Tags);
    return provisioned(name, context);
  },
  delete: (name, properties: UserProperties, context) => remove(name, properties, context),
});

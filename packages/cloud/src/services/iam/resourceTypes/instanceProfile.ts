import { resourceType } from '../../../kernel/resourceType.js';
import type { Provisioned, ResourceContext } from '../../../kernel/resourceType.js';
import { ignoringGone, orUndo } from './holding.js';

interface InstanceProfileProperties {
  readonly InstanceProfileName?: string;
  readonly Path?: string;
  readonly Roles: readonly string[];
}

async function provisioned(name: string, context: ResourceContext): Promise<Provisioned> {
  const { InstanceProfile } = await context.call<{ InstanceProfile: { Arn: string } }>('iam', 'GetInstanceProfile', { InstanceProfileName: name });
  return { physicalId: name, attributes: { Arn: InstanceProfile.Arn } };
}

async function setRoles(InstanceProfileName: string, next: readonly string[], previous: readonly string[], context: ResourceContext): Promise<void> {
  for (const RoleName of previous) {
    if (!next.includes(RoleName)) await ignoringGone(context.call('iam', 'RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName }));
  }
  for (const RoleName of next) {
    if (!previous.includes(RoleName)) await context.call('iam', 'AddRoleToInstanceProfile', { InstanceProfileName, RoleName });
  }
}

async function remove(name: string, roles: readonly string[], context: ResourceContext): Promise<void> {
  await setRoles(name, [], roles, context);
  await ignoringGone(context.call('iam', 'DeleteInstanceProfile', { InstanceProfileName: name }));
}

export const instanceProfile = resourceType({
  type: 'AWS::IAM::InstanceProfile',
  properties: { InstanceProfileName: 'string', Path: 'string', Roles: ['string'] },
  required: ['Roles'],
  createOnly: ['InstanceProfileName', 'Path'],
  async create(properties: InstanceProfileProperties, context) {
    const name = properties.InstanceProfileName ?? context.physicalName({ maxLength: 128 });
    await context.call('iam', 'CreateInstanceProfile', { InstanceProfileName: name, Path: properties.Path });
    await orUndo(
      () => setRoles(name, properties.Roles, [], context),
      () => remove(name, properties.Roles, context),
    );
    return provisioned(name, context);
  },
  async update(name, next: InstanceProfileProperties, previous: InstanceProfileProperties, context) {
    await setRoles(name, next.Roles, previous.Roles, context);
    return provisioned(name, context);
  },
  delete: (name, properties: InstanceProfileProperties, context) => remove(name, properties.Roles, context),
});

import { resourceType } from '../../../kernel/resourceType.js';
import type { Provisioned, ResourceContext } from '../../../kernel/resourceType.js';
import { Holding, documentText, ignoringGone, inlinePoliciesShape, orUndo, tagsShape } from './holding.js';
import type { CfnTag, InlinePolicy } from './holding.js';

interface RoleProperties {
  readonly AssumeRolePolicyDocument: unknown;
  readonly Description?: string;
  readonly ManagedPolicyArns?: readonly string[];
  readonly MaxSessionDuration?: number;
  readonly Path?: string;
  readonly PermissionsBoundary?: string;
  readonly Policies?: readonly InlinePolicy[];
  readonly RoleName?: string;
  readonly Tags?: readonly CfnTag[];
}

interface ShownRole {
  readonly Role: { readonly Arn: string; readonly RoleId: string };
}

async function provisioned(name: string, context: ResourceContext): Promise<Provisioned> {
  const { Role } = await context.call<ShownRole>('iam', 'GetRole', { RoleName: name });
  return { physicalId: name, attributes: { Arn: Role.Arn, RoleId: Role.RoleId } };
}

async function remove(name: string, properties: RoleProperties, context: ResourceContext): Promise<void> {
  await ignoringGone(
    (async () => {
      await new Holding(context, 'role', name).clear(properties);
      await context.call('iam', 'DeleteRole', { RoleName: name });
    })(),
  );
}

export const role = resourceType({
  type: 'AWS::IAM::Role',
  properties: {
    AssumeRolePolicyDocument: 'json',
    Description: 'string',
    ManagedPolicyArns: ['string'],
    MaxSessionDuration: 'integer',
    Path: 'string',
    PermissionsBoundary: 'string',
    Policies: inlinePoliciesShape,
    RoleName: 'string',
    Tags: tagsShape,
  },
  required: ['AssumeRolePolicyDocument'],
  createOnly: ['Path', 'RoleName'],
  async create(properties: RoleProperties, context) {
    const name = properties.RoleName ?? context.physicalName({ maxLength: 64 });
    await context.call('iam', 'CreateRole', {
      RoleName: name,
      AssumeRolePolicyDocument: documentText(properties.AssumeRolePolicyDocument),
      Description: properties.Description,
      MaxSessionDuration: properties.MaxSessionDuration,
      Path: properties.Path,
      PermissionsBoundary: properties.PermissionsBoundary,
      Tags: properties.Tags,
    });
    const holding = new Holding(context, 'role', name);
    await orUndo(
      async () => {
        await holding.setManaged(properties.ManagedPolicyArns);
        await holding.setInline(properties.Policies);
      },
      () => remove(name, properties, context),
    );
    return provisioned(name, context);
  },
  async update(name, next: RoleProperties, previous: RoleProperties, context) {
    const holding = new Holding(context, 'role', name);
    const trust = documentText(next.AssumeRolePolicyDocument);
    if (trust !== documentText(previous.AssumeRolePolicyDocument)) {
      await context.call('iam', 'UpdateAssumeRolePolicy', { RoleName: name, PolicyDocument: trust });
    }
    await context.call('iam', 'UpdateRole', { RoleName: name, Description: next.Description, MaxSessionDuration: next.MaxSessionDuration });
    await holding.setBoundary(next.PermissionsBoundary, previous.PermissionsBoundary);
    await holding.setManaged(next.ManagedPolicyArns, previous.ManagedPolicyArns);
    await holding.setInline(next.Policies, previous.Policies);
    await holding.setTags(next.Tags, previous.Tags);
    return provisioned(name, context);
  },
  delete: (name, properties: RoleProperties, context) => remove(name, properties, context),
});

import { resourceType } from '../../../kernel/resourceType.js';
import type { Provisioned, ResourceContext } from '../../../kernel/resourceType.js';
import { limits } from '../limits.js';
import { attachShapes, droppedHolders, forEachHolder } from './attachTo.js';
import type { AttachProperties } from './attachTo.js';
import { documentText, ignoringGone, orUndo } from './holding.js';

interface ManagedPolicyProperties extends AttachProperties {
  readonly Description?: string;
  readonly ManagedPolicyName?: string;
  readonly Path?: string;
  readonly PolicyDocument: unknown;
}

interface Version {
  readonly VersionId: string;
  readonly IsDefaultVersion: boolean;
}

async function provisioned(arn: string, context: ResourceContext): Promise<Provisioned> {
  const { Policy } = await context.call<{ Policy: Record<string, unknown> }>('iam', 'GetPolicy', { PolicyArn: arn });
  const { AttachmentCount, DefaultVersionId, IsAttachable, PermissionsBoundaryUsageCount, PolicyId } = Policy;
  const instant = (value: unknown): string => (value as Date).toISOString();
  return {
    physicalId: arn,
    attributes: {
      PolicyArn: arn,
      PolicyId,
      AttachmentCount,
      DefaultVersionId,
      IsAttachable,
      PermissionsBoundaryUsageCount,
      CreateDate: instant(Policy['CreateDate']),
      UpdateDate: instant(Policy['UpdateDate']),
    },
  };
}

/** A new default version; the oldest other one makes room. */
async function putDocument(PolicyArn: string, document: unknown, context: ResourceContext): Promise<void> {
  const { Versions } = await context.call<{ Versions: Version[] }>('iam', 'ListPolicyVersions', { PolicyArn });
  if (Versions.length >= limits.policyVersions) {
    const oldest = [...Versions].reverse().find(({ IsDefaultVersion }) => !IsDefaultVersion)!;
    await context.call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId: oldest.VersionId });
  }
  await context.call('iam', 'CreatePolicyVersion', { PolicyArn, PolicyDocument: documentText(document), SetAsDefault: true });
}

async function remove(PolicyArn: string, properties: AttachProperties, context: ResourceContext): Promise<void> {
  await forEachHolder(properties, context, (holding) => holding.detach(PolicyArn));
  await ignoringGone(
    (async () => {
      const { Versions } = await context.call<{ Versions: Version[] }>('iam', 'ListPolicyVersions', { PolicyArn });
      for (const { VersionId, IsDefaultVersion } of Versions) {
        if (!IsDefaultVersion) await context.call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId });
      }
      await context.call('iam', 'DeletePolicy', { PolicyArn });
    })(),
  );
}

export const managedPolicy = resourceType({
  type: 'AWS::IAM::ManagedPolicy',
  properties: { Description: 'string', ManagedPolicyName: 'string', Path: 'string', PolicyDocument: 'json', ...attachShapes },
  required: ['PolicyDocument'],
  createOnly: ['Description', 'ManagedPolicyName', 'Path'],
  async create(properties: ManagedPolicyProperties, context) {
    const { Policy } = await context.call<{ Policy: { Arn: string } }>('iam', 'CreatePolicy', {
      PolicyName: properties.ManagedPolicyName ?? context.physicalName({ maxLength: 128 }),
      PolicyDocument: documentText(properties.PolicyDocument),
      Description: properties.Description,
      Path: properties.Path,
    });
    await orUndo(
      () => forEachHolder(properties, context, (holding) => holding.attach(Policy.Arn)),
      () => remove(Policy.Arn, properties, context),
    );
    return provisioned(Policy.Arn, context);
  },
  async update(arn, next: ManagedPolicyProperties, previous: ManagedPolicyProperties, context) {
    if (documentText(next.PolicyDocument) !== documentText(previous.PolicyDocument)) await putDocument(arn, next.PolicyDocument, context);
    await forEachHolder(next, context, (holding) => holding.attach(arn));
    await forEachHolder(droppedHolders(next, previous), context, (holding) => holding.detach(arn));
    return provisioned(arn, context);
  },
  delete: (arn, properties: ManagedPolicyProperties, context) => remove(arn, properties, context),
});

import { resourceType } from '../../../kernel/resourceType.js';
import type { ResourceType } from '../../../kernel/resourceType.js';
import type { HolderKind } from '../domain/records.js';
import { Holding } from './holding.js';

interface InlinePolicyProperties {
  readonly PolicyName: string;
  readonly PolicyDocument?: unknown;
  readonly [holder: string]: unknown;
}

/** `AWS::IAM::RolePolicy` and its like: one inline policy of one holder. */
function inlinePolicyType(kind: HolderKind, capital: string): ResourceType {
  const nameProperty = `${capital}Name`;
  const holding = (properties: InlinePolicyProperties, context: Parameters<ResourceType['create']>[1]): Holding =>
    new Holding(context, kind, properties[nameProperty] as string);
  const put = async (properties: InlinePolicyProperties, context: Parameters<ResourceType['create']>[1]) => {
    await holding(properties, context).putInline(properties.PolicyName, properties.PolicyDocument);
    return { physicalId: `${properties.PolicyName}|${properties[nameProperty] as string}`, attributes: {} };
  };
  return resourceType({
    type: `AWS::IAM::${capital}Policy`,
    properties: { PolicyName: 'string', PolicyDocument: 'json', [nameProperty]: 'string' },
    required: ['PolicyName', 'PolicyDocument', nameProperty],
    createOnly: ['PolicyName', nameProperty],
    create: put,
    update: (_id, next: InlinePolicyProperties, _previous, context) => put(next, context),
    delete: (_id, properties: InlinePolicyProperties, context) => holding(properties, context).deleteInline(properties.PolicyName),
  });
}

export const inlinePolicyTypes: readonly ResourceType[] = [
  inlinePolicyType('role', 'Role'),
  inlinePolicyType('user', 'User'),
  inlinePolicyType('group', 'Group'),
];

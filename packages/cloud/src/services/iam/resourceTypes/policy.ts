import { AwsError } from '../../../kernel/errors.js';
import { resourceType } from '../../../kernel/resourceType.js';
import { attachShapes, droppedHolders, forEachHolder } from './attachTo.js';
import type { AttachProperties } from './attachTo.js';
import { orUndo } from './holding.js';

interface PolicyProperties extends AttachProperties {
  readonly PolicyName: string;
  readonly PolicyDocument: unknown;
}

function checkHolders(properties: AttachProperties): void {
  if ([...(properties.Roles ?? []), ...(properties.Users ?? []), ...(properties.Groups ?? [])].length === 0) {
    throw new AwsError('ValidationError', 'At least one of [Groups,Roles,Users] must be non-empty.');
  }
}

/** An inline policy put into roles, users and groups. */
export const policy = resourceType({
  type: 'AWS::IAM::Policy',
  properties: { PolicyName: 'string', PolicyDocument: 'json', ...attachShapes },
  required: ['PolicyName', 'PolicyDocument'],
  async create(properties: PolicyProperties, context) {
    checkHolders(properties);
    const { PolicyName, PolicyDocument } = properties;
    await orUndo(
      () => forEachHolder(properties, context, (holding) => holding.putInline(PolicyName, PolicyDocument)),
      () => forEachHolder(properties, context, (holding) => holding.deleteInline(PolicyName)),
    );
    const id = context.physicalName({ maxLength: 128 });
    return { physicalId: id, attributes: { Id: id } };
  },
  async update(id, next: PolicyProperties, previous: PolicyProperties, context) {
    checkHolders(next);
    await forEachHolder(next, context, (holding) => holding.putInline(next.PolicyName, next.PolicyDocument));
    const gone = next.PolicyName === previous.PolicyName ? droppedHolders(next, previous) : previous;
    await forEachHolder(gone, context, (holding) => holding.deleteInline(previous.PolicyName));
    return { physicalId: id, attributes: { Id: id } };
  },
  delete: (_id, properties: PolicyProperties, context) =>
    forEachHolder(properties, context, (holding) => holding.deleteInline(properties.PolicyName)),
});

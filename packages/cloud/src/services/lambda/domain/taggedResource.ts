import type { Context } from '../../../kernel/service.js';
import { functionNotFound, invalidParameter, noSuchResource } from '../errors.js';
import { functions, mappings } from './records.js';
import { functionArn, parseFunctionName } from './functionName.js';
import type { Tags } from './tags.js';

/** Something of Lambda's that carries tags. */
export interface TaggedResource {
  readonly tags: Tags;
  put(tags: Tags): void;
}

const mappingForm = /^arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:\d{12}:event-source-mapping:([0-9a-f-]{36})$/;

/** The function or event source mapping with the ARN. Throws ResourceNotFoundException. */
export function findTagged(ctx: Context, arn: string): TaggedResource {
  const uuid = mappingForm.exec(arn)?.[1];
  if (uuid !== undefined) {
    const mapping = ctx.table(mappings).get(uuid);
    if (!mapping) throw noSuchResource();
    return { tags: mapping.tags, put: (tags) => ctx.table(mappings).put(uuid, { ...mapping, tags }) };
  }
  const reference = parseFunctionName(arn, ctx.scope);
  if (!reference) throw invalidParameter(`Invalid resource ARN: ${arn}`);
  if (reference.qualifier !== undefined) throw invalidParameter('Tags on function aliases and versions are not supported. Please specify a function ARN.');
  const record = ctx.table(functions, reference.scope).get(reference.name);
  if (!record) throw functionNotFound(functionArn(reference.scope, reference.name));
  return { tags: record.tags, put: (tags) => ctx.table(functions, reference.scope).put(reference.name, { ...record, tags }) };
}

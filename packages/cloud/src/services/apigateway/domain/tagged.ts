import { key } from '../../../kernel/collection.js';
import type { Table } from '../../../kernel/collection.js';
import type { Context } from '../../../kernel/service.js';
import { badRequest, notFound } from '../errors.js';
import { pathOfArn } from './arns.js';
import { apiKeys, restApis, stages, usagePlans } from './state.js';
import type { Tags } from './state.js';

/** Something with tags, found by its ARN. */
export interface Tagged {
  readonly tags: Tags;
  save(tags: Tags): void;
}

function taggedIn<T extends { readonly tags: Tags }>(table: Table<T>, name: string): Tagged {
  const record = table.get(name);
  if (!record) throw notFound('Invalid resource identifier specified');
  return { tags: record.tags, save: (tags) => table.put(name, { ...record, tags }) };
}

/** A REST API, a stage, an API key or a usage plan. */
export function taggedByArn(ctx: Context, arn: string): Tagged {
  const path = pathOfArn(decodeArn(arn));
  const [, kind, id = '', part, name = ''] = path?.split('/') ?? [];
  if (kind === 'restapis' && part === 'stages') return taggedIn(ctx.table(stages), key(id, name));
  if (kind === 'restapis' && part === undefined) return taggedIn(ctx.table(restApis), id);
  if (kind === 'apikeys') return taggedIn(ctx.table(apiKeys), id);
  if (kind === 'usageplans' && part === undefined) return taggedIn(ctx.table(usagePlans), id);
  throw badRequest(`Invalid ARN specified in the request: ${arn}`);
}

/** Some clients encode the ARN in the path once more. */
function decodeArn(arn: string): string {
  try {
    return arn.includes('%') ? decodeURIComponent(arn) : arn;
  } catch {
    return arn;
  }
}

export function checkTags(tags: Tags): void {
  const names = Object.keys(tags);
  if (names.length > 50) throw badRequest('The number of tags exceeds the limit of 50');
  for (const name of names) {
    if (name.length < 1 || name.length > 128) throw badRequest('Tag keys must be between 1 and 128 characters');
    if (name.toLowerCase().startsWith('aws:')) throw badRequest('aws: prefixed tag key names are not allowed for external use.');
    if (tags[name]!.length > 256) throw badRequest('Tag values must be at most 256 characters');
  }
}

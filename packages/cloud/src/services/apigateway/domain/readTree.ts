import { prefix } from '../../../kernel/collection.js';
import type { Context } from '../../../kernel/service.js';
import type { Tree } from './resourceTree.js';
import { resources } from './state.js';
import type { ResourceRecord } from './state.js';

/** Every resource of an API, by id. */
export function readTree(ctx: Context, restApiId: string): Tree {
  const tree = new Map<string, ResourceRecord>();
  for (const [, resource] of ctx.table(resources).range({ prefix: prefix(restApiId) })) tree.set(resource.id, resource);
  return tree;
}

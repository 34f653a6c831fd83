import { key } from '../../../kernel/collection.js';
import type { Context } from '../../../kernel/service.js';
import type { References } from './method.js';
import { models, requestValidators } from './state.js';

/** What methods of this API may refer to. */
export const referencesOf = (ctx: Context, restApiId: string): References => ({
  hasModel: (name) => ctx.table(models).has(key(restApiId, name)),
  hasValidator: (id) => ctx.table(requestValidators).has(key(restApiId, id)),
});

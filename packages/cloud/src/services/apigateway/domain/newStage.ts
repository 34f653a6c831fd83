import { key, prefix } from '../../../kernel/collection.js';
import type { Context } from '../../../kernel/service.js';
import { conflict, tooMany } from '../errors.js';
import { limits } from '../limits.js';
import { stages } from './state.js';
import type { StageRecord } from './state.js';

/** A stage with nothing set. Refused where there is one of this name, or too many. */
export function newStage(ctx: Context, restApiId: string, names: { readonly stageName: string; readonly deploymentId: string }): StageRecord {
  const table = ctx.table(stages);
  if (table.has(key(restApiId, names.stageName))) throw conflict('Stage already exists');
  if ([...table.range({ prefix: prefix(restApiId) })].length >= limits.stagesPerApi.value) throw tooMany('stages');
  return { ...names, methodSettings: {}, tracingEnabled: false, tags: {}, createdAtMs: ctx.now, lastUpdatedAtMs: ctx.now };
}

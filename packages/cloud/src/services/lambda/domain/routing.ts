import type { Context } from '../../../kernel/service.js';
import type { VersionRecord } from './records.js';
import type { FoundVersion } from './lookup.js';
import { publishedVersion } from './lookup.js';

/** The version that serves one invocation: an alias may send a share of them to a second one. */
export function routedVersion(ctx: Context, found: FoundVersion): VersionRecord {
  const weights = found.alias?.weights;
  if (!weights) return found.version;
  let draw = ctx.random.next();
  for (const [version, weight] of Object.entries(weights)) {
    if (draw < weight) return publishedVersion(ctx, found.scope, found.name, version) ?? found.version;
    draw -= weight;
  }
  return found.version;
}

import type { Context } from '../../../kernel/service.js';
import type { Candidate, Test } from './filters.js';
import { latestOf, parameters } from './parameter.js';

/** Parameters that pass the test with their newest version, by name, behind the last of the page before. */
export function* search(ctx: Context, where: { readonly prefix?: string; readonly after: string | undefined }, test: Test): Generator<Candidate> {
  const { prefix = '', after } = where;
  const range = { prefix, ...(after !== undefined && { after: after.slice(prefix.length) }) };
  for (const [nameKey, parameter] of ctx.table(parameters).range(range)) {
    const candidate = { nameKey, parameter, version: latestOf(ctx, nameKey, parameter) };
    if (test(candidate)) yield candidate;
  }
}

import type { Filter } from '@aws-sdk/client-secrets-manager';
import type { Context } from '../../../kernel/service.js';
import { filterTest } from './filters.js';
import { secrets } from './secret.js';
import type { Secret } from './secret.js';

export interface Search {
  readonly filters?: readonly Filter[] | undefined;
  readonly deleted?: boolean | undefined;
  readonly by?: string | undefined;
  readonly order?: string | undefined;
  /** Sort key of the last secret of the page before. */
  readonly after?: string | undefined;
}

const sortTimes: Readonly<Record<string, (secret: Secret) => number>> = {
  'created-date': ({ createdAtMs }) => createdAtMs,
  'last-changed-date': ({ changedAtMs }) => changedAtMs,
  'last-accessed-date': ({ accessedAtMs }) => accessedAtMs ?? 0,
};

/** Orders by what is asked for, then by name. */
export const sortKeyOf = (secret: Secret, by: string | undefined): string =>
  by === 'name' ? secret.name : `${String(sortTimes[by ?? 'created-date']!(secret)).padStart(16, '0')} ${secret.name}`;

/** The secrets of this account and region that pass the filters, in the order asked for (by creation, oldest first). */
export function searchSecrets(ctx: Context, { filters, deleted, by, order, after }: Search): Secret[] {
  const test = filterTest(filters);
  const sign = order === 'desc' ? -1 : 1;
  const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -sign : sign);
  const found: { readonly secret: Secret; readonly key: string }[] = [];
  for (const [, secret] of ctx.table(secrets).range()) {
    if ((secret.deletion && !deleted) || !test(secret)) continue;
    const key = sortKeyOf(secret, by);
    if (after === undefined || compare(key, after) > 0) found.push({ secret, key });
  }
  return found.sort((a, b) => compare(a.key, b.key)).map(({ secret }) => secret);
}

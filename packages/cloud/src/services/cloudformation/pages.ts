import { badToken } from './errors.js';
import { limits } from './limits.js';

/** One page of a list whose items come in a lasting order. The token is the number of items already given. */
export function page<T>(items: readonly T[], token: string | undefined): { items: T[]; next: string | undefined } {
  if (token !== undefined && !/^\d{1,9}$/.test(token)) throw badToken();
  const from = Number(token ?? 0);
  const to = from + limits.pageItems.value;
  return { items: items.slice(from, to), next: to < items.length ? String(to) : undefined };
}

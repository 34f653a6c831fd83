import { invalidValue } from '../errors.js';
import { limits } from '../limits.js';

/** A page of names, and the token of the next one. The token is the last name given, so pages survive changes between them. */
export function page(
  names: IterableIterator<string>,
  maxResults: number | undefined,
): { readonly names: readonly string[]; readonly nextToken: string | undefined } {
  const limit = maxResults ?? limits.listResults.value;
  const out: string[] = [];
  for (const name of names) {
    if (out.length === limit) return { names: out, nextToken: maxResults === undefined ? undefined : encode(out[limit - 1]!) };
    out.push(name);
  }
  return { names: out, nextToken: undefined };
}

const encode = (name: string): string => Buffer.from(name).toString('base64url');

export function checkMaxResults(maxResults: number | undefined): void {
  if (maxResults === undefined || (maxResults >= 1 && maxResults <= limits.listResults.value)) return;
  throw invalidValue(maxResults, 'MaxResults', `MaxResults must be an integer between 1 and ${limits.listResults.value}.`);
}

/** The last name of the page before. Throws InvalidParameterValue. */
export function lastNameOf(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const name = Buffer.from(token, 'base64url').toString();
  if (encode(name) !== token || name === '') throw invalidValue(token, 'NextToken', 'Invalid or expired next token.');
  return name;
}

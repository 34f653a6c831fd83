/** How far apart the records of a collection are kept. */
export type CollectionScope = 'region' | 'account' | 'global';

/** A named ordered collection of immutable records, declared once by the service that owns it. */
export interface Collection<T> {
  /** `service.records`, for example `sqs.queues`: unique in the cloud. */
  readonly name: string;
  readonly scope: CollectionScope;
  /** Phantom: carries the record type. */
  readonly record?: T;
}

/** Declares a collection. Records are plain data (structured-clone types, no functions, no class instances). */
export const collection = <T>(name: string, scope: CollectionScope = 'region'): Collection<T> => ({ name, scope });

const separator = '\u0000';
const digits = 16;

/**
 * One ordered key out of parts. Strings sort by UTF-16 code unit; numbers (integers from 0 to 2^53) sort by value.
 * A key of fewer parts is a prefix of its children: `key(a) + separator` begins `key(a, b)`.
 */
export function key(...parts: readonly (string | number)[]): string {
  let out = '';
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    if (i > 0) out += separator;
    out += typeof part === 'number' ? String(part).padStart(digits, '0') : part;
  }
  return out;
}

/** The prefix of every key whose first parts are these. */
export const prefix = (...parts: readonly (string | number)[]): string => key(...parts) + separator;

/** The parts of a key, all as strings. */
export const keyParts = (text: string): string[] => text.split(separator);

export interface Range {
  /** Only keys that begin with this; bounds below are then relative to it. */
  readonly prefix?: string;
  /** First key, inclusive. */
  readonly from?: string;
  /** First key, exclusive. */
  readonly after?: string;
  /** Last key, exclusive. */
  readonly before?: string;
  /** From the end; `from`/`after`/`before` keep their meaning as lower and upper bounds. */
  readonly reverse?: boolean;
  readonly limit?: number;
}

/** A collection as one scope sees it, inside one transaction. */
export interface Table<T> {
  get(key: string): T | undefined;
  has(key: string): boolean;
  /** Insert or replace. The record is kept as given: never change it afterwards. */
  put(key: string, record: T): void;
  /** True if there was one. */
  delete(key: string): boolean;
  /** In key order. Writing while iterating is allowed: the cursor goes on behind the last key it gave. */
  range(range?: Range): IterableIterator<readonly [key: string, record: T]>;
}

import { AwsError } from '../../../../kernel/errors.js';
import { invalidStartKey, keySchemaMismatch } from '../../errors.js';
import { keyText } from '../itemKey.js';
import { readAttributes } from '../readValue.js';
import type { KeyShape } from '../table.js';
import type { Attributes, Value } from '../value.js';
import { attribute, setAttribute } from '../value.js';
import type { Target } from './target.js';
import { positionNames } from './target.js';

/** The values of an ExclusiveStartKey, checked before any table is looked at. */
export function readStartKey(input: Attributes | undefined): Attributes | undefined {
  if (!input) return undefined;
  try {
    return readAttributes(input);
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ValidationException') throw invalidStartKey(error.message);
    throw error;
  }
}

/** Key of the row at a position: within the table, or within the index. */
export function positionText(target: Target, start: Attributes): string {
  const names = positionNames(target);
  if (Object.keys(start).length !== names.length || names.some((name) => !attribute(start, name))) throw invalidStartKey();
  checkTypes(target.key, start, keySchemaMismatch);
  checkTypes(target.table.key, start, () => invalidStartKey(keySchemaMismatch().message));
  const own = keyText(target.key, start);
  return target.index ? own + keyText(target.table.key, start) : own;
}

function checkTypes({ hash, range }: KeyShape, start: Attributes, refuse: () => Error): void {
  for (const { name, type } of [...hash, ...range]) if (start[name]![type] === undefined) throw refuse();
}

/** LastEvaluatedKey: where a page ended. */
export function positionOf(target: Target, item: Attributes): Attributes {
  const position: Record<string, Value> = {};
  for (const name of positionNames(target)) setAttribute(position, name, item[name]!);
  return position;
}

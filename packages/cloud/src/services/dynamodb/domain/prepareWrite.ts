import type { AttributeValueUpdate, ConditionalOperator, ExpectedAttributeValue } from '@aws-sdk/client-dynamodb';
import { invalidParameter, itemTooLarge, tooDeep, updatedItemTooLarge, validation } from '../errors.js';
import { limits } from '../limits.js';
import { bindUpdate } from './expressions/bindUpdate.js';
import type { TestItem } from './expressions/condition.js';
import { parsedUpdate } from './expressions/parsed.js';
import type { BoundUpdate } from './expressions/update.js';
import { applyUpdate } from './expressions/update.js';
import { keyNames } from './indexView.js';
import { checkIndexKeys, checkUpdatedIndexKeys, lookupKey, storedKey } from './itemKey.js';
import type { ExpressionParameters } from './itemRequest.js';
import { boundCondition, requestPlaceholders } from './itemRequest.js';
import { itemBytes } from './itemSize.js';
import { boundAttributeUpdates } from './legacy/attributeUpdates.js';
import { expectedTest } from './legacy/conditions.js';
import { readAttributes } from './readValue.js';
import type { ItemRecord, TableRecord } from './table.js';
import type { Attributes, Value } from './value.js';

/** A write of one item, checked as far as its request alone tells. */
export interface PreparedWrite {
  readonly test: TestItem | undefined;
  /** The item to put, or the key. */
  readonly attributes: Attributes;
  /** Key of the item in its table. Throws where the key, or an item to put, does not fit the table. */
  locate(table: TableRecord): string;
  /** What is to take the item's place; throws where the table or the item that was there does not allow it. */
  after(table: TableRecord, before: ItemRecord | undefined): ItemRecord | undefined;
}

interface WriteInput extends ExpressionParameters {
  readonly ConditionExpression?: string | undefined;
  readonly Expected?: Readonly<Record<string, ExpectedAttributeValue>> | undefined;
  readonly ConditionalOperator?: ConditionalOperator | undefined;
}

export interface PutInput extends WriteInput {
  readonly Item: Readonly<Record<string, unknown>> | undefined;
}

export interface KeyInput extends WriteInput {
  readonly Key: Readonly<Record<string, unknown>> | undefined;
}

export interface UpdateInput extends KeyInput {
  readonly UpdateExpression?: string | undefined;
  readonly AttributeUpdates?: Readonly<Record<string, AttributeValueUpdate>> | undefined;
}

export function preparePut(input: PutInput): PreparedWrite {
  const placeholders = writePlaceholders(input);
  const item = readAttributes(input.Item as Readonly<Record<string, Value>>);
  const test = writeTest(input, placeholders);
  placeholders.checkAllUsed();
  const record = { item, size: itemBytes(item) };
  if (record.size > limits.itemBytes.value) throw itemTooLarge();
  return {
    test,
    attributes: item,
    locate(table) {
      const key = storedKey(table, item);
      if (table.indexes.length > 0) checkIndexKeys(table, item);
      return key;
    },
    after: () => record,
  };
}

/** Also a condition check, which leaves the item as it is. */
export function prepareDelete(input: KeyInput): PreparedWrite {
  const placeholders = writePlaceholders(input);
  const key = readAttributes(input.Key as Readonly<Record<string, Value>>);
  const test = writeTest(input, placeholders);
  placeholders.checkAllUsed();
  return { test, attributes: key, locate: (table) => lookupKey(table, key), after: () => undefined };
}

export interface PreparedUpdate extends PreparedWrite {
  readonly update: BoundUpdate;
}

export function prepareUpdate(input: UpdateInput): PreparedUpdate {
  const placeholders = writePlaceholders(input, input);
  const key = readAttributes(input.Key as Readonly<Record<string, Value>>);
  const update = boundUpdate(input, placeholders);
  const test = writeTest(input, placeholders);
  placeholders.checkAllUsed();
  return {
    test,
    update,
    attributes: key,
    locate: (table) => lookupKey(table, key),
    after: (table, before) => updated(table, update, before?.item ?? key),
  };
}

function writePlaceholders(input: WriteInput, update?: UpdateInput) {
  const { ConditionExpression, Expected, ConditionalOperator } = input;
  if (update) {
    const { UpdateExpression, AttributeUpdates } = update;
    return requestPlaceholders(input, { UpdateExpression, ConditionExpression }, { AttributeUpdates, Expected, ConditionalOperator });
  }
  return requestPlaceholders(input, { ConditionExpression }, { Expected, ConditionalOperator });
}

function writeTest(input: WriteInput, placeholders: ReturnType<typeof requestPlaceholders>): TestItem | undefined {
  return boundCondition('ConditionExpression', input.ConditionExpression, placeholders) ?? expectedTest(input.Expected, input.ConditionalOperator);
}

const noUpdate: BoundUpdate = { actions: [], targets: [], sources: [] };

function boundUpdate({ UpdateExpression, AttributeUpdates }: UpdateInput, placeholders: ReturnType<typeof requestPlaceholders>): BoundUpdate {
  if (UpdateExpression !== undefined) return bindUpdate(parsedUpdate(UpdateExpression), placeholders);
  return AttributeUpdates ? boundAttributeUpdates(AttributeUpdates) : noUpdate;
}

function updated(table: TableRecord, update: BoundUpdate, before: Attributes): ItemRecord {
  checkTargets(table, update);
  const item = applyUpdate(update, before);
  for (const [name, ...rest] of update.targets) if (rest.length > 0) checkDepth(item[name as string], 1);
  const size = itemBytes(item);
  if (size > limits.itemBytes.value) throw updatedItemTooLarge();
  if (table.indexes.length > 0) checkUpdatedIndexKeys(table, item, before);
  return { item, size };
}

/** No update may touch the table's key, or look into an attribute that an index is keyed by. */
function checkTargets(table: TableRecord, { targets, sources }: BoundUpdate): void {
  const own = keyNames(table.key);
  const touched = targets.find(([name]) => own.includes(name as string));
  if (touched) throw invalidParameter(`Cannot update attribute ${touched[0]}. This attribute is part of the key`);
  for (const index of table.indexes) {
    const names = keyNames(index.key);
    const nested = [...targets, ...sources].find((path) => path.length > 1 && names.includes(path[0] as string) && !own.includes(path[0] as string));
    if (nested) throw validation(`Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: IndexKey: ${nested[0]}`);
  }
}

function checkDepth(value: Value | undefined, level: number): void {
  if (level > limits.nestingLevels.value) throw tooDeep();
  if (value?.M) for (const each of Object.values(value.M)) checkDepth(each, level + 1);
  else if (value?.L) for (const each of value.L) checkDepth(each, level + 1);
}

import type { AwsError } from '../../../kernel/errors.js';
import { emptyIndexKeyValue, emptyKeyValue, emptyUpdatedIndexKeyValue, invalidParameter, keySchemaMismatch } from '../errors.js';
import { limits } from '../limits.js';
import { ended, partitionPrefix, scalarBytes, scalarText } from './keyText.js';
import type { IndexRecord, KeyAttribute, KeyShape, TableRecord } from './table.js';
import type { Attributes, Value } from './value.js';
import { attribute, setAttribute, typeOf } from './value.js';

/** Partition part of a key: the bare value where there is one attribute, each ended where there are more. */
export function partitionText(attributes: readonly KeyAttribute[], key: Attributes): string {
  const [first] = attributes;
  if (attributes.length === 1) return scalarText(key[first!.name]!, first!.type);
  return attributes.map(({ name, type }) => ended(scalarText(key[name]!, type))).join('');
}

/** Key of an item within its table or of an entry within its index, from attributes that are known to fit. */
export function keyText(shape: KeyShape, key: Attributes): string {
  let text = partitionPrefix(partitionText(shape.hash, key));
  for (const { name, type } of shape.range) text += ended(scalarText(key[name]!, type));
  return text;
}

const keySize = ({ hash, range }: KeyShape): number => hash.length + range.length;

/** Key of the item that a `Key` parameter names. Throws where it is not just the table's key. */
export function lookupKey(table: TableRecord, key: Attributes): string {
  if (Object.keys(key).length !== keySize(table.key)) throw keySchemaMismatch();
  for (const part of table.key.hash) checkLookup(part, attribute(key, part.name));
  for (const part of table.key.range) checkLookup(part, attribute(key, part.name));
  checkSizes(table.key, key);
  return keyText(table.key, key);
}

function checkLookup({ name, type }: KeyAttribute, value: Value | undefined): void {
  if (!value || value[type] === undefined) throw keySchemaMismatch();
  refuseEmpty(name, value);
}

function refuseEmpty(name: string, value: Value): void {
  if (value.S === '') throw emptyKeyValue('string', name);
  if (value.B?.byteLength === 0) throw emptyKeyValue('binary', name);
}

/** Key of the item that one request of a batch is about. `exact`: the attributes are to be the key and nothing else. */
export function batchKey(table: TableRecord, attributes: Attributes, exact: boolean): string {
  return lookupKey(table, exact ? attributes : withoutOthers(table.key, attributes));
}

function withoutOthers({ hash, range }: KeyShape, item: Attributes): Attributes {
  const key: Record<string, Value> = {};
  for (const { name } of [...hash, ...range]) {
    const value = attribute(item, name);
    if (value) setAttribute(key, name, value);
  }
  return key;
}

/** Key under which a whole item is stored. Throws where key attributes are missing, empty or of another type. */
export function storedKey(table: TableRecord, item: Attributes): string {
  for (const part of table.key.hash) checkStored(part, item);
  for (const part of table.key.range) checkStored(part, item);
  checkSizes(table.key, item);
  return keyText(table.key, item);
}

function checkStored({ name, type }: KeyAttribute, item: Attributes): void {
  const value = attribute(item, name);
  if (!value) throw invalidParameter(`Missing the key ${name} in the item`);
  if (value[type] === undefined) throw invalidParameter(`Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`);
  refuseEmpty(name, value);
}

function checkSizes(shape: KeyShape, key: Attributes): void {
  const fault = sizeFault(shape, key);
  if (fault) throw fault;
}

function sizeFault({ hash, range }: KeyShape, key: Attributes): AwsError | undefined {
  if (sizeOf(hash, key) > limits.partitionKeyBytes.value) return invalidParameter('Size of hashkey has exceeded the maximum size limit of2048 bytes');
  if (range.length === 0 || sizeOf(range, key) <= limits.sortKeyBytes.value) return undefined;
  return invalidParameter('Aggregated size of all range keys has exceeded the size limit of 1024 bytes');
}

function sizeOf(attributes: readonly KeyAttribute[], key: Attributes): number {
  let bytes = 0;
  for (const { name } of attributes) bytes += scalarBytes(key[name]!);
  return bytes;
}

/**
 * Throws where an item has an attribute that an index is keyed by, but of another type, empty or too long. Of several such
 * indexes AWS names the alphabetically first.
 */
export function checkIndexKeys(table: TableRecord, item: Attributes): void {
  throwFirst(table, (index) => indexFault(index, item));
}

/** The same for an update, which answers only for the attributes that it sets: an item may be older than an index. */
export function checkUpdatedIndexKeys(table: TableRecord, item: Attributes, before: Attributes): void {
  throwFirst(table, (index) => indexFault(index, item, before));
}

function throwFirst({ indexes }: TableRecord, faultOf: (index: IndexRecord) => AwsError | undefined): void {
  if (!indexes.some(faultOf)) return;
  const byName = [...indexes].sort((a, b) => (a.name < b.name ? -1 : 1));
  throw faultOf(byName.find(faultOf)!)!;
}

function indexFault(index: IndexRecord, item: Attributes, before?: Attributes): AwsError | undefined {
  let changed = false;
  for (const parts of [index.key.hash, index.key.range]) {
    for (const part of parts) {
      const value = attribute(item, part.name);
      if (!value || (before && attribute(before, part.name) === value)) continue;
      const fault = valueFault(index.name, part, value, before !== undefined);
      if (fault) return fault;
      changed = true;
    }
  }
  return changed && isIndexed(index, item) ? sizeFault(index.key, item) : undefined;
}

function valueFault(index: string, { name, type }: KeyAttribute, value: Value, updated: boolean): AwsError | undefined {
  if (value[type] === undefined) {
    return invalidParameter(`Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${index}`);
  }
  const empty = value.S === '' ? 'string' : value.B?.byteLength === 0 ? 'binary' : undefined;
  if (!empty) return undefined;
  return updated ? emptyUpdatedIndexKeyValue(empty) : emptyIndexKeyValue(empty, index, name);
}

/**
 * Whether the item has every attribute of the index's key. One of another type, or empty, counts as none: an item may have
 * it from before there was the index.
 */
export function isIndexed({ key }: IndexRecord, item: Attributes): boolean {
  const has = ({ name, type }: KeyAttribute): boolean => {
    const value = attribute(item, name);
    return value?.[type] !== undefined && value.S !== '' && value.B?.byteLength !== 0;
  };
  return key.hash.every(has) && key.range.every(has);
}

/** The table's own key attributes of an item. */
export function keyOf(shape: KeyShape, item: Attributes): Record<string, Value> {
  const key: Record<string, Value> = {};
  for (const { name } of shape.hash) setAttribute(key, name, item[name]!);
  for (const { name } of shape.range) setAttribute(key, name, item[name]!);
  return key;
}

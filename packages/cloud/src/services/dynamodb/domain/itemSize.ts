import { numberBytes } from './number.js';
import type { Attributes, Value } from './value.js';

/** Lists and maps cost these whatever they hold, and one more for each element. */
const documentBytes = 3;
const elementBytes = 1;

/**
 * Size of an item as AWS counts it: names and values, UTF-8.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemBytes(item: Attributes): number {
  let bytes = 0;
  for (const name in item) bytes += textBytes(name) + valueBytes(item[name]!);
  return bytes;
}

const textBytes = (text: string): number => Buffer.byteLength(text);

export function valueBytes(value: Value): number {
  if (value.S !== undefined) return textBytes(value.S);
  if (value.N !== undefined) return numberBytes(value.N);
  if (value.B !== undefined) return value.B.byteLength;
  if (value.M !== undefined) return documentBytes + itemBytes(value.M) + Object.keys(value.M).length * elementBytes;
  if (value.L !== undefined) return value.L.reduce((sum, each) => sum + valueBytes(each) + elementBytes, documentBytes);
  if (value.SS !== undefined) return value.SS.reduce((sum, each) => sum + textBytes(each), 0);
  if (value.NS !== undefined) return value.NS.reduce((sum, each) => sum + numberBytes(each), 0);
  return value.BS === undefined ? 1 : value.BS.reduce((sum, each) => sum + each.byteLength, 0);
}

import { readCanonical } from './number.js';
import type { ScalarType, Value } from './value.js';
import { bytesText } from './value.js';

/**
 * Keys as texts of code units 0 to 255, each one byte, so that the store's order is DynamoDB's: UTF-8 bytes for strings,
 * unsigned bytes for binary, value for numbers.
 */

const ascii = /^[\x00-\x7f]*$/;

const utf8 = (text: string): string => (ascii.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1'));

/** A scalar as bytes that sort as DynamoDB sorts values of its type. */
export function scalarText(value: Value, type: ScalarType): string {
  if (type === 'S') return utf8(value.S!);
  return type === 'N' ? numberText(value.N!) : bytesText(value.B!);
}

/** Bytes that a key value takes, as AWS counts them towards the limits of keys. */
export const scalarBytes = (value: Value): number => (value.S !== undefined ? utf8(value.S).length : (value.B?.byteLength ?? 0));

const lowestExponent = 130;
const char = String.fromCharCode;

/**
 * Sign, exponent, then two digits a byte (1 to 100). Below zero everything is turned round and ended by the highest byte,
 * so that -0.12 comes after -0.123.
 */
export function numberText(canonical: string): string {
  const { negative, digits, exponent } = readCanonical(canonical);
  if (digits === '') return '\x02';
  const order = exponent + lowestExponent;
  let text = negative ? `\x01${char(255 - order)}` : `\x03${char(order)}`;
  for (let at = 0; at < digits.length; at += 2) {
    const pair = (digits.charCodeAt(at) - 48) * 10 + (at + 1 < digits.length ? digits.charCodeAt(at + 1) - 48 : 0);
    text += char(negative ? 100 - pair : pair + 1);
  }
  return negative ? `${text}\xff` : text;
}

const terminator = '\x00\x00';

/** Ends a part of a key so that what follows it cannot disturb the order: zero bytes become 00 FF, the end is 00 00. */
export const ended = (text: string): string => escaped(text) + terminator;

export const escaped = (text: string): string => (text.includes('\x00') ? text.replaceAll('\x00', '\x00\xff') : text);

/** Just above every key part that equals `text`. */
export const above = (text: string): string => `${escaped(text)}\x00\x01`;

/** 32 bits that spread partition keys: FNV-1a with the finishing steps of MurmurHash3. */
export function partitionHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Four bytes, big end first. */
export const hashText = (hash: number): string => char(hash >>> 24, (hash >>> 16) & 255, (hash >>> 8) & 255, hash & 255);

/** All keys of one partition begin with this: hash, length, partition key. */
export const partitionPrefix = (partition: string): string =>
  hashText(partitionHash(partition)) + char(partition.length >>> 8, partition.length & 255) + partition;

const hashes = 0x1_0000_0000;

/** First hash of a segment of a parallel scan. */
export const segmentStart = (segment: number, totalSegments: number): number => Math.ceil((segment * hashes) / totalSegments);

/** The segment in which a partition lies. */
export const segmentOf = (partition: string, totalSegments: number): number => {
  const hash = partitionHash(partition);
  let segment = Math.floor((hash * totalSegments) / hashes);
  while (segmentStart(segment + 1, totalSegments) <= hash) segment++;
  while (segmentStart(segment, totalSegments) > hash) segment--;
  return segment;
};

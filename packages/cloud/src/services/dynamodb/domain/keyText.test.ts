import { describe, expect, it } from 'vitest';
import { Random } from '../../../kernel/random.js';
import { above, ended, escaped, numberText, partitionHash, partitionPrefix, scalarText, segmentOf, segmentStart } from './keyText.js';
import { canonicalNumber, compareNumbers } from './number.js';
import { compareBytes, compareStrings } from './value.js';

const sign = (order: number): number => Math.sign(order);
const order = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

const numbers = (random: Random, count: number): string[] =>
  Array.from({ length: count }, () => {
    const digits = Array.from({ length: 1 + random.below(5) }, () => random.below(10)).join('');
    const exponent = random.below(2) ? random.below(5) - 4 : random.below(240) - 125;
    return canonicalNumber(`${random.below(2) ? '-' : ''}${digits}e${exponent}`);
  });

const alphabet = ['\u0000', '\u0001', 'a', 'b', '\u007f', 'ÿ', 'ſ', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{1f600}'];
const strings = (random: Random, count: number): string[] =>
  Array.from({ length: count }, () => Array.from({ length: random.below(5) }, () => random.pick(alphabet)).join(''));

describe('keys sort as DynamoDB sorts', () => {
  it('numbers by value', () => {
    const all = [...numbers(new Random(1), 500), '0', '1', '-1', '10', '9', '-0.12', '-0.123'];
    for (const [at, left] of all.entries()) {
      const right = all[(at * 31 + 7) % all.length]!;
      expect([left, right, order(numberText(left), numberText(right))]).toEqual([left, right, compareNumbers(left, right)]);
      expect([left, right, order(ended(numberText(left)), ended(numberText(right)))]).toEqual([left, right, compareNumbers(left, right)]);
    }
  });

  it('strings by their UTF-8 bytes', () => {
    const all = strings(new Random(2), 500);
    for (const [at, left] of all.entries()) {
      const right = all[(at * 17 + 5) % all.length]!;
      const bytes = sign(Buffer.compare(Buffer.from(left), Buffer.from(right)));
      expect(sign(compareStrings(left, right))).toBe(bytes);
      expect(order(scalarText({ S: left }, 'S'), scalarText({ S: right }, 'S'))).toBe(bytes);
    }
  });

  it('binary by unsigned bytes', () => {
    const random = new Random(3);
    const all = Array.from({ length: 300 }, () => random.bytes(random.below(4)));
    for (const [at, left] of all.entries()) {
      const right = all[(at * 13 + 1) % all.length]!;
      expect(order(scalarText({ B: left }, 'B'), scalarText({ B: right }, 'B'))).toBe(sign(compareBytes(left, right)));
    }
  });

  it('by their first part, whatever follows', () => {
    const random = new Random(4);
    const parts = strings(random, 300).map((text) => scalarText({ S: text }, 'S'));
    for (const [at, left] of parts.entries()) {
      const right = parts[(at * 11 + 2) % parts.length]!;
      if (left === right) continue;
      const tail = () => random.pick(['', '\u0000', '\u0001', '\u00ff', 'zz']);
      expect(order(ended(left) + tail(), ended(right) + tail())).toBe(order(left, right));
      expect(above(left) > ended(left) + '\u00ff\u00ff').toBe(true);
      expect(order(above(left), ended(right) + tail())).toBe(left < right ? -1 : 1);
    }
  });

  it('lets begins_with be a prefix', () => {
    const texts = strings(new Random(5), 400).map((text) => scalarText({ S: text }, 'S'));
    for (const [at, text] of texts.entries()) {
      const start = texts[(at * 19 + 3) % texts.length]!;
      expect(ended(text).startsWith(escaped(start))).toBe(text.startsWith(start));
    }
  });
});

describe('segments', () => {
  it('are runs of hashes that share out every partition', () => {
    for (const total of [1, 2, 3, 7, 1000, 999_999]) {
      for (const partition of ['', 'a', 'b', 'order_1', 'x'.repeat(2048)]) {
        const segment = segmentOf(partition, total);
        const hash = partitionHash(partition);
        expect(segment).toBeGreaterThanOrEqual(0);
        expect(segment).toBeLessThan(total);
        expect(hash >= segmentStart(segment, total) && hash < segmentStart(segment + 1, total)).toBe(true);
      }
    }
  });

  it('get about equal shares', () => {
    const counts = [0, 0, 0, 0];
    for (let i = 0; i < 4000; i++) counts[segmentOf(`order_${i}`, 4)]!++;
    for (const count of counts) expect(count).toBeGreaterThan(850);
  });

  it('no partition is the beginning of another', () => {
    const prefixes = ['', 'a', 'ab', 'abc', 'b', '\u0000', '\u0000a'].map(partitionPrefix);
    for (const one of prefixes) for (const other of prefixes) expect(one !== other && other.startsWith(one)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { Random } from '../../../kernel/random.js';
import { addNumbers, canonicalNumber, compareNumbers, numberBytes } from './number.js';

/** Random decimals in canonical form, of all sizes that DynamoDB holds. */
function* decimals(random: Random, count: number): Generator<string> {
  for (let i = 0; i < count; i++) {
    const digits = Array.from({ length: 1 + random.below(38) }, () => random.below(10)).join('');
    const exponent = random.below(3) === 0 ? random.below(6) - 3 : random.below(250) - 125 - digits.length;
    const text = `${random.below(2) ? '-' : ''}${digits}e${exponent}`;
    try {
      yield canonicalNumber(text);
    } catch {
      // Out of range: not a number that DynamoDB holds.
    }
  }
}

/** The value as a fraction over 10^200, exactly. */
const scaled = (canonical: string): bigint => {
  const [whole = '', fraction = ''] = canonical.split('.');
  return BigInt(whole + fraction.padEnd(200, '0')) ;
};

describe('canonicalNumber', () => {
  it.each([
    ['0042.1200', '42.12'], ['1E125', `1${'0'.repeat(125)}`], ['1e-130', `0.${'0'.repeat(129)}1`], ['-0', '0'], ['-0.0e7', '0'], ['+5', '5'],
    ['.5', '0.5'], ['5.', '5'], ['1.50e1', '15'], ['100', '100'], ['1e2', '100'], ['-12.30', '-12.3'], ['0', '0'], ['00', '0'],
    ['9.9999999999999999999999999999999999999E+125', `${'9'.repeat(38)}${'0'.repeat(88)}`], ['0e125', '0'], ['0.0e126', '0'], ['0e-130', '0'],
  ])('writes %s as %s', (text, canonical) => {
    expect(canonicalNumber(text)).toBe(canonical);
    expect(canonicalNumber(canonical)).toBe(canonical);
  });

  const overflow = 'Number overflow. Attempting to store a number with magnitude larger than supported range';
  const underflow = 'Number underflow. Attempting to store a number with magnitude smaller than supported range';
  const digits = 'Attempting to store more than 38 significant digits in a Number';
  it.each([
    ['abc', 'The parameter cannot be converted to a numeric value: abc'], ['', 'The parameter cannot be converted to a numeric value'],
    ...[' 1', '1 ', '1.2.3', '0x10', '1e', '1e+', 'NaN', 'Infinity', '-', '.', '1_0', '--1', '1e9223372036854775808'].map((text) => [text, `The parameter cannot be converted to a numeric value: ${text}`]),
    ['1e126', overflow], ['-1e126', overflow], ['1e99999999999', overflow], ['1e-131', underflow], ['0e126', overflow], ['0e-131', underflow], ['1e9223372036854775807', overflow], ['-1e-99999999999', underflow],
    ['1234567890123456789012345678901234567890', digits], ['123456789012345678901234567890123456789', digits], ['-1.23456789012345678901234567890123456789', digits],
  ])('refuses %s', (text, message) => {
    expect(() => canonicalNumber(text)).toThrow(expect.objectContaining({ code: 'ValidationException', message }));
  });
});

describe('compareNumbers', () => {
  it('orders as the exact values do', () => {
    const all = [...decimals(new Random(11), 400), '0'];
    for (const [at, left] of all.entries()) {
      const right = all[(at * 7 + 3) % all.length]!;
      const [a, b] = [scaled(left), scaled(right)];
      expect([left, right, compareNumbers(left, right)]).toEqual([left, right, a < b ? -1 : a > b ? 1 : 0]);
    }
  });
});

describe('addNumbers', () => {
  it.each([
    ['0.1', '0.2', '0.3', '-0.1'], ['1e-20', '1', '1.00000000000000000001', '-0.99999999999999999999'], ['5', '-5', '0', '10'],
    ['99999999999999999999999999999999999999', '0', '99999999999999999999999999999999999999', '99999999999999999999999999999999999999'],
    ['999999999999999', '1', '1000000000000000', '999999999999998'],
  ])('%s and %s', (left, right, sum, difference) => {
    const [a, b] = [canonicalNumber(left), canonicalNumber(right)];
    expect([addNumbers(a, b), addNumbers(a, b, true)]).toEqual([sum, difference]);
  });

  it('is exact wherever the result fits', () => {
    const all = [...decimals(new Random(12), 600)];
    let fitted = 0;
    for (const [at, left] of all.entries()) {
      const right = all[(at + 1) % all.length]!;
      let sum: string;
      try {
        sum = addNumbers(left, right);
      } catch (error) {
        expect((error as Error).message).toMatch(/38 significant digits|overflow|underflow/);
        continue;
      }
      fitted++;
      expect(scaled(sum)).toBe(scaled(left) + scaled(right));
      expect(canonicalNumber(sum)).toBe(sum);
    }
    expect(fitted).toBeGreaterThan(20);
  });

  it('refuses a sum that is too large or too fine', () => {
    expect(() => addNumbers(canonicalNumber('9.9e125'), canonicalNumber('9.9e125'))).toThrow('Number overflow');
    expect(() => addNumbers(canonicalNumber('1e100'), '1')).toThrow('38 significant digits');
  });
});

describe('numberBytes', () => {
  it.each([
    ['0', 1], ['1', 2], ['10', 2], ['99', 2], ['100', 2], ['101', 3], ['123456', 4], ['3.14159', 5], ['-1', 3], [canonicalNumber('1E125'), 2], ['0.05', 2], ['1001.05', 4],
  ])('%s takes %d', (text, bytes) => expect(numberBytes(text)).toBe(bytes));
});

import { validation } from '../errors.js';
import { limits } from '../limits.js';

/** A decimal number: 0.d₁d₂d₃… × 10^(exponent + 1), that is d₁.d₂d₃… × 10^exponent. Zero has no digits, but the exponent it was written with. */
export interface Decimal {
  readonly negative: boolean;
  /** Without leading or trailing zeros. */
  readonly digits: string;
  /** Power of ten of the first digit. */
  readonly exponent: number;
}

const zero: Decimal = { negative: false, digits: '', exponent: 0 };

const longest = 2n ** 63n - 1n;

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Reads a decimal as Java's BigDecimal does; undefined where it is none. */
export function parseDecimal(text: string): Decimal | undefined {
  let at = text.charCodeAt(0) === 43 || text.charCodeAt(0) === 45 ? 1 : 0;
  const negative = text.charCodeAt(0) === 45;
  const begin = at;
  while (isDigit(text.charCodeAt(at))) at++;
  let mantissa = text.slice(begin, at);
  const whole = mantissa.length;
  if (text.charCodeAt(at) === 46) {
    const fraction = ++at;
    while (isDigit(text.charCodeAt(at))) at++;
    mantissa += text.slice(fraction, at);
  }
  if (mantissa === '') return undefined;
  const scale = readExponent(text, at);
  return scale === undefined ? undefined : normalize(negative, mantissa, whole - 1 + scale);
}

/** The power of ten after `E`, 0 without one; undefined where something else follows, or more than 64 bits hold. */
function readExponent(text: string, from: number): number | undefined {
  if (from === text.length) return 0;
  if ((text.charCodeAt(from) | 32) !== 101) return undefined;
  const sign = text.charCodeAt(from + 1);
  const first = sign === 43 || sign === 45 ? from + 2 : from + 1;
  let at = first;
  while (isDigit(text.charCodeAt(at))) at++;
  if (at === first || at !== text.length) return undefined;
  const size = BigInt(text.slice(first));
  if (size > longest) return undefined;
  return sign === 45 ? -Number(size) : Number(size);
}

/** Cuts zeros off both ends; `exponent` belongs to the first digit given. */
function normalize(negative: boolean, mantissa: string, exponent: number): Decimal {
  let first = 0;
  while (mantissa.charCodeAt(first) === 48) first++;
  if (first === mantissa.length) return { ...zero, exponent: exponent - first + 1 };
  let last = mantissa.length;
  while (mantissa.charCodeAt(last - 1) === 48) last--;
  return { negative, digits: mantissa.slice(first, last), exponent: exponent - first };
}

/** DynamoDB's own text: no exponent, no needless zeros. */
export function formatDecimal({ negative, digits, exponent }: Decimal): string {
  if (digits === '') return '0';
  const sign = negative ? '-' : '';
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = exponent + 1;
  if (digits.length <= whole) return sign + digits + '0'.repeat(whole - digits.length);
  return `${sign}${digits.slice(0, whole)}.${digits.slice(whole)}`;
}

/** Throws where DynamoDB cannot hold the number: over 38 digits, or outside of 1E-130 to 9.9…E+125. */
function checkRange(decimal: Decimal): Decimal {
  if (decimal.exponent > limits.largestExponent.value) {
    throw validation('Number overflow. Attempting to store a number with magnitude larger than supported range');
  }
  if (decimal.exponent < limits.smallestExponent.value) {
    throw validation('Number underflow. Attempting to store a number with magnitude smaller than supported range');
  }
  if (decimal.digits.length > limits.numberDigits.value) throw validation('Attempting to store more than 38 significant digits in a Number');
  return decimal;
}

/** True for integers of up to 15 digits in canonical form, which need no more work. */
function isPlainInteger(text: string): boolean {
  const from = text.charCodeAt(0) === 45 ? 1 : 0;
  const { length } = text;
  if (length === from || length > 15) return false;
  if (text.charCodeAt(from) === 48) return length === 1;
  for (let at = from; at < length; at++) if (!isDigit(text.charCodeAt(at))) return false;
  return true;
}

/** The text that DynamoDB gives back for a number. Throws ValidationException for what is none or does not fit. */
export function canonicalNumber(text: string): string {
  if (isPlainInteger(text)) return text;
  const decimal = parseDecimal(text);
  if (!decimal) throw validation(`The parameter cannot be converted to a numeric value${text === '' ? '' : `: ${text}`}`);
  return formatDecimal(checkRange(decimal));
}

/** A number that went through `canonicalNumber`. */
export const readCanonical = (text: string): Decimal => parseDecimal(text)!;

/** -1, 0 or 1. */
export function compareNumbers(left: string, right: string): number {
  if (left === right) return 0;
  if (isPlainInteger(left) && isPlainInteger(right)) return Number(left) < Number(right) ? -1 : 1;
  const a = readCanonical(left);
  const b = readCanonical(right);
  if (a.negative !== b.negative || a.digits === '' || b.digits === '') return signOf(a) < signOf(b) ? -1 : 1;
  const larger = a.exponent !== b.exponent ? a.exponent > b.exponent : a.digits > b.digits;
  return larger === a.negative ? -1 : 1;
}

const signOf = ({ digits, negative }: Decimal): number => (digits === '' ? 0 : negative ? -1 : 1);

const coefficient = ({ negative, digits }: Decimal): bigint => (digits === '' ? 0n : BigInt(negative ? `-${digits}` : digits));

/** Power of ten of the last digit. */
const scaleOf = ({ digits, exponent }: Decimal): number => (digits === '' ? 0 : exponent - digits.length + 1);

/** Exact sum (or difference) of two canonical numbers, canonical again. Throws where DynamoDB cannot hold it. */
export function addNumbers(left: string, right: string, subtract = false): string {
  if (isPlainInteger(left) && isPlainInteger(right)) return String(subtract ? Number(left) - Number(right) : Number(left) + Number(right));
  const a = readCanonical(left);
  const b = readCanonical(right);
  const scale = a.digits === '' ? scaleOf(b) : b.digits === '' ? scaleOf(a) : Math.min(scaleOf(a), scaleOf(b));
  const aligned = (d: Decimal): bigint => (d.digits === '' ? 0n : coefficient(d) * 10n ** BigInt(scaleOf(d) - scale));
  const sum = subtract ? aligned(a) - aligned(b) : aligned(a) + aligned(b);
  if (sum === 0n) return '0';
  const text = (sum < 0n ? -sum : sum).toString();
  return formatDecimal(checkRange(normalize(sum < 0n, text, text.length - 1 + scale)));
}

/**
 * Bytes that a canonical number takes in an item: one, and one for every two significant digits on either side of the
 * decimal point, and one for a minus sign. AWS documents it as approximate; its measured behaviour is this.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function numberBytes(text: string): number {
  const { negative, digits, exponent } = readCanonical(text);
  const whole = Math.max(0, Math.min(digits.length, exponent + 1));
  return 1 + ((whole + 1) >> 1) + ((digits.length - whole + 1) >> 1) + (negative ? 1 : 0);
}

import type { AwsError } from '../../kernel/errors.js';
import type { Shape, TimestampFormat } from '../model.js';
import { textTimestamp } from './jsonReader.js';
import { isoTimestamp } from './jsonWriter.js';

/** A scalar from text: a header, a label, a query or form parameter, an XML element. */
export type TextRead = (text: string) => unknown;
export type TextWrite = (value: unknown) => string;

/** How a protocol words a text that is not what its model says. */
export type Misfit = (text: string, wanted: string) => AwsError;

const numbers: Readonly<Record<string, number>> = { NaN: NaN, Infinity: Infinity, '-Infinity': -Infinity };
const numeric = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

export function textReader(shape: Shape, misfit: Misfit): TextRead {
  switch (shape.type) {
    case 'boolean':
      return (text) => {
        const lower = text.trim().toLowerCase();
        if (lower !== 'true' && lower !== 'false') throw misfit(text, 'boolean');
        return lower === 'true';
      };
    case 'integer':
    case 'long':
      return (text) => {
        if (!/^[+-]?\d+$/.test(text.trim())) throw misfit(text, shape.type);
        return Number(text);
      };
    case 'float':
    case 'double':
    case 'bignumber':
      return (text) => {
        const trimmed = text.trim();
        if (trimmed in numbers) return numbers[trimmed];
        if (!numeric.test(trimmed)) throw misfit(text, shape.type);
        return Number(trimmed);
      };
    case 'timestamp':
      return (text) => {
        const date = new Date(textTimestamp(text.trim()));
        if (Number.isNaN(date.getTime())) throw misfit(text, 'timestamp');
        return date;
      };
    case 'blob':
      return (text) => new Uint8Array(Buffer.from(text, 'base64'));
    default:
      return (text) => text;
  }
}

/** `format` is the protocol's default at this place; the shape's own goes before it. */
export function textWriter(shape: Shape, format: TimestampFormat, milliseconds = false): TextWrite {
  if (shape.type === 'blob') {
    return (value) => (typeof value === 'string' ? Buffer.from(value) : Buffer.from(value as Uint8Array)).toString('base64');
  }
  if (shape.type !== 'timestamp') return String;
  const instant = (value: unknown) => (value instanceof Date ? value.getTime() : Number(value));
  switch (shape.format ?? format) {
    case 'http-date':
      return (value) => new Date(instant(value)).toUTCString();
    case 'epoch-seconds':
      return (value) => String(instant(value) / 1000);
    default:
      return milliseconds ? (value) => new Date(instant(value)).toISOString() : (value) => isoTimestamp(instant(value));
  }
}

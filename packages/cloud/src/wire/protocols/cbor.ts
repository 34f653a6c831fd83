/** Bytes that are no CBOR, or CBOR that the RPC v2 protocol has no use for. */
export class CborError extends Error {}

const deepest = 64;

function fail(message: string): never {
  throw new CborError(message);
}

const text = new TextDecoder('utf-8', { fatal: true });

/** An item's head: its major type and what follows; `argument` is undefined for an indefinite length. */
interface Head {
  readonly major: number;
  readonly info: number;
  readonly argument: number | bigint | undefined;
}

/** Reads one item and nothing after it. Timestamps (tag 1) become Date, byte strings Uint8Array. */
export function decodeCbor(bytes: Uint8Array): unknown {
  const reader = new CborReader(bytes);
  const value = reader.item(0);
  if (!reader.finished) fail('bytes after the end');
  return value;
}

class CborReader {
  private at = 0;
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get finished(): boolean {
    return this.at === this.bytes.byteLength;
  }

  private take(count: number): number {
    const from = this.at;
    if (count > this.bytes.byteLength - from) fail('the end comes too early');
    this.at = from + count;
    return from;
  }

  private head(): Head {
    const initial = this.bytes[this.take(1)]!;
    const info = initial & 31;
    return { major: initial >> 5, info, argument: this.argument(info) };
  }

  private argument(info: number): number | bigint | undefined {
    if (info < 24) return info;
    if (info === 24) return this.view.getUint8(this.take(1));
    if (info === 25) return this.view.getUint16(this.take(2));
    if (info === 26) return this.view.getUint32(this.take(4));
    if (info === 31) return undefined;
    if (info !== 27) return fail('a reserved length');
    const wide = this.view.getBigUint64(this.take(8));
    return wide <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(wide) : wide;
  }

  private get atBreak(): boolean {
    if (this.at >= this.bytes.byteLength) fail('the end comes too early');
    if (this.bytes[this.at] !== 0xff) return false;
    this.at += 1;
    return true;
  }

  item(depth: number): unknown {
    if (depth > deepest) fail('nested too deep');
    const from = this.at;
    const { major, info, argument } = this.head();
    switch (major) {
      case 0:
        return argument ?? fail('an integer without a value');
      case 1:
        return typeof argument === 'bigint' ? -1n - argument : -1 - (argument ?? fail('an integer without a value'));
      case 2:
      case 3:
        return this.string(major, argument);
      case 4:
        return this.array(argument, depth);
      case 5:
        return this.map(argument, depth);
      case 6:
        return this.tagged(argument, depth);
      default:
        return this.simple(info, from);
    }
  }

  private string(major: number, length: number | bigint | undefined): string | Uint8Array {
    const bytes = length === undefined ? this.chunks(major) : this.slice(length);
    if (major === 2) return bytes;
    try {
      return text.decode(bytes);
    } catch {
      return fail('a text that is not UTF-8');
    }
  }

  private slice(length: number | bigint): Uint8Array {
    const from = this.take(typeof length === 'bigint' ? Infinity : length);
    return Uint8Array.prototype.slice.call(this.bytes, from, this.at);
  }

  private chunks(major: number): Uint8Array {
    const parts: Uint8Array[] = [];
    while (!this.atBreak) {
      const head = this.head();
      if (head.major !== major || head.argument === undefined) fail('a chunk of another type');
      parts.push(this.slice(head.argument));
    }
    return new Uint8Array(Buffer.concat(parts));
  }

  private array(length: number | bigint | undefined, depth: number): unknown[] {
    const items: unknown[] = [];
    for (let count = 0; length === undefined ? !this.atBreak : count < length; count += 1) items.push(this.item(depth + 1));
    return items;
  }

  private map(length: number | bigint | undefined, depth: number): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    for (let count = 0; length === undefined ? !this.atBreak : count < length; count += 1) {
      const key = this.item(depth + 1);
      if (typeof key !== 'string') fail('a key that is no text');
      entries.push([key, this.item(depth + 1)]);
    }
    return Object.fromEntries(entries);
  }

  private tagged(tag: number | bigint | undefined, depth: number): unknown {
    const value = this.item(depth + 1);
    if (tag === 1) return typeof value === 'number' ? new Date(value * 1000) : fail('a timestamp that is no number');
    if ((tag === 2 || tag === 3) && value instanceof Uint8Array) {
      const magnitude = BigInt(`0x0${Buffer.from(value).toString('hex')}`);
      return tag === 2 ? magnitude : -1n - magnitude;
    }
    return value;
  }

  private simple(info: number, from: number): unknown {
    if (info === 20) return false;
    if (info === 21) return true;
    if (info === 22 || info === 23) return null;
    if (info === 25) return halfFloat(this.view.getUint16(from + 1));
    if (info === 26) return this.view.getFloat32(from + 1);
    if (info === 27) return this.view.getFloat64(from + 1);
    return fail('an unknown simple value');
  }
}

function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Writes plain data; Date becomes a timestamp (tag 1), Uint8Array a byte string. Undefined members are left out. */
export function encodeCbor(value: unknown): Uint8Array {
  const parts: Uint8Array[] = [];
  write(value, parts);
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

function head(major: number, argument: number): Uint8Array {
  const initial = major << 5;
  if (argument < 24) return Uint8Array.of(initial | argument);
  if (argument < 0x100) return Uint8Array.of(initial | 24, argument);
  const wide = argument >= 0x1_0000_0000;
  const buffer = Buffer.allocUnsafe(argument < 0x1_0000 ? 3 : wide ? 9 : 5);
  buffer[0] = initial | (buffer.length === 3 ? 25 : wide ? 27 : 26);
  if (buffer.length === 3) buffer.writeUInt16BE(argument, 1);
  else if (wide) buffer.writeBigUInt64BE(BigInt(argument), 1);
  else buffer.writeUInt32BE(argument, 1);
  return buffer;
}

function float(value: number): Uint8Array {
  const buffer = Buffer.allocUnsafe(9);
  buffer[0] = 0xfb;
  buffer.writeDoubleBE(value, 1);
  return buffer;
}

function writeNumber(value: number, parts: Uint8Array[]): void {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) parts.push(float(value));
  else parts.push(value < 0 ? head(1, -1 - value) : head(0, value));
}

function write(value: unknown, parts: Uint8Array[]): void {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    parts.push(head(3, bytes.byteLength), bytes);
  } else if (typeof value === 'number') writeNumber(value, parts);
  else if (typeof value === 'boolean') parts.push(Uint8Array.of(value ? 0xf5 : 0xf4));
  else if (typeof value === 'bigint') writeNumber(Number(value), parts);
  else if (value === null || value === undefined) parts.push(Uint8Array.of(0xf6));
  else if (value instanceof Uint8Array) parts.push(head(2, value.byteLength), value);
  else if (value instanceof Date) parts.push(Uint8Array.of(0xc1), float(value.getTime() / 1000));
  else if (Array.isArray(value)) {
    parts.push(head(4, value.length));
    for (const item of value) write(item, parts);
  } else {
    const entries = Object.entries(value as object).filter(([, held]) => held !== undefined);
    parts.push(head(5, entries.length));
    for (const [key, held] of entries) {
      write(key, parts);
      write(held, parts);
    }
  }
}

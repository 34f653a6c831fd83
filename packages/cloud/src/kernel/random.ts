/** Seeded generator (sfc32): the only source of randomness in the cloud. Not for secrets that protect anything real. */
export class Random {
  private a = 0;
  private b = 0;
  private c = 0;
  private d = 1;

  constructor(seed: number | readonly [number, number, number, number]) {
    if (typeof seed !== 'number') {
      [this.a, this.b, this.c, this.d] = seed;
      return;
    }
    this.a = seed | 0;
    this.b = Math.floor(seed / 0x1_0000_0000) | 0;
    this.c = 0x9e3779b9 | 0;
    for (let i = 0; i < 16; i++) this.uint32();
  }

  /** 0 to 2^32 - 1. */
  uint32(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return t >>> 0;
  }

  /** 0 <= x < 1, 53 bits. */
  next(): number {
    return (this.uint32() * 0x20_0000 + (this.uint32() >>> 11)) / 0x20_0000_0000_0000;
  }

  /** Whole number, 0 <= x < bound. */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  bytes(count: number): Uint8Array {
    const out = new Uint8Array(count);
    for (let i = 0; i < count; i++) out[i] = this.uint32() & 0xff;
    return out;
  }

  state(): readonly [number, number, number, number] {
    return [this.a, this.b, this.c, this.d];
  }
}

const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const lower = 'abcdefghijklmnopqrstuvwxyz0123456789';
const base64Url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';

/** Identifiers are put together here and copied out as flat strings: concatenation would keep every part alive. */
const scratch = Buffer.alloc(64);
const hexDigits = Buffer.from('0123456789abcdef');
const dash = 0x2d;

function writeHex(value: number, at: number, digits: number): void {
  for (let i = at + digits - 1; i >= at; i--) {
    scratch[i] = hexDigits[value & 15]!;
    value >>>= 4;
  }
}

/** Identifiers in the forms that AWS hands out. */
export class Ids {
  constructor(private readonly random: Random) {}

  /** Version 4, lower case. */
  uuid(): string {
    const r = this.random;
    const b = r.uint32();
    const c = r.uint32();
    writeHex(r.uint32(), 0, 8);
    scratch[8] = dash;
    writeHex(b >>> 16, 9, 4);
    scratch[13] = dash;
    writeHex((b & 0x0fff) | 0x4000, 14, 4);
    scratch[18] = dash;
    writeHex(((c >>> 16) & 0x3fff) | 0x8000, 19, 4);
    scratch[23] = dash;
    writeHex(c & 0xffff, 24, 4);
    writeHex(r.uint32(), 28, 8);
    return scratch.toString('latin1', 0, 36);
  }

  /** Lower-case hexadecimal digits, up to 64. */
  hex(length: number): string {
    for (let at = 0; at < length; at += 8) writeHex(this.random.uint32(), at, Math.min(8, length - at));
    return scratch.toString('latin1', 0, length);
  }

  /** `1-SECONDS-24 hexadecimal digits`, as X-Ray numbers traces. */
  traceId(epochMs: number): string {
    scratch[0] = 0x31;
    scratch[1] = dash;
    writeHex(Math.floor(epochMs / 1000), 2, 8);
    scratch[10] = dash;
    for (let at = 11; at < 35; at += 8) writeHex(this.random.uint32(), at, 8);
    return scratch.toString('latin1', 0, 35);
  }

  /** `A-Z0-9`, as in access key ids and CloudFormation's physical names. */
  upper(length: number): string {
    return this.from(upper, length);
  }

  /** `a-z0-9`, as in API ids. */
  lower(length: number): string {
    return this.from(lower, length);
  }

  /** URL-safe base64 alphabet, as in tokens. */
  token(length: number): string {
    return this.from(base64Url, length);
  }

  private from(alphabet: string, length: number): string {
    let out = '';
    for (let i = 0; i < length; i++) out += alphabet[this.random.below(alphabet.length)]!;
    return out;
  }
}

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

const hexOfByte = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'));
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const lower = 'abcdefghijklmnopqrstuvwxyz0123456789';
const base64Url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';

const hex32 = (value: number): string =>
  hexOfByte[value >>> 24]! + hexOfByte[(value >>> 16) & 255]! + hexOfByte[(value >>> 8) & 255]! + hexOfByte[value & 255]!;

/** Identifiers in the forms that AWS hands out. */
export class Ids {
  constructor(private readonly random: Random) {}

  /** Version 4, lower case. */
  uuid(): string {
    const r = this.random;
    const b = hex32((r.uint32() & 0xffff0fff) | 0x4000);
    const c = hex32((r.uint32() & 0x3fffffff) | 0x80000000);
    return `${hex32(r.uint32())}-${b.slice(0, 4)}-${b.slice(4)}-${c.slice(0, 4)}-${c.slice(4)}${hex32(r.uint32())}`;
  }

  /** Lower-case hexadecimal digits. */
  hex(length: number): string {
    let out = '';
    while (out.length < length) out += hex32(this.random.uint32());
    return out.length === length ? out : out.slice(0, length);
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

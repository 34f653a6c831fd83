/** An IPv4 or IPv6 address as 16-bit groups: two of them, or eight. */
type Groups = readonly number[];

function parseV4(text: string): Groups | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  const bytes: number[] = [];
  for (const part of parts) {
    if (part.length === 0 || part.length > 3 || !isDigits(part) || Number(part) > 255) return undefined;
    bytes.push(Number(part));
  }
  return [bytes[0]! * 256 + bytes[1]!, bytes[2]! * 256 + bytes[3]!];
}

const isDigits = (text: string): boolean => /^[0-9]+$/.test(text);

function parseV6(text: string): Groups | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const head = groupsOf(halves[0]!);
  const tail = halves.length === 2 ? groupsOf(halves[1]!) : [];
  if (!head || !tail) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  return [...head, ...new Array<number>(missing).fill(0), ...tail];
}

function groupsOf(text: string): number[] | undefined {
  if (text === '') return [];
  const out: number[] = [];
  for (const part of text.split(':')) {
    const v4 = part.includes('.') ? parseV4(part) : undefined;
    if (v4) out.push(...v4);
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) out.push(parseInt(part, 16));
    else return undefined;
  }
  return out;
}

/** The address's groups; an IPv4 address mapped into IPv6 counts as IPv4. */
function parseAddress(text: string): Groups | undefined {
  if (!text.includes(':')) return parseV4(text);
  const groups = parseV6(text);
  const mapped = groups && groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
  return mapped ? groups.slice(6) : groups;
}

/** Whether `range` is an address or a CIDR block. */
export function isAddressRange(range: string): boolean {
  const [address, bits, more] = range.split('/');
  const groups = parseAddress(address!);
  if (!groups || more !== undefined) return false;
  return bits === undefined || (isDigits(bits) && Number(bits) <= groups.length * 16);
}

/** Whether an address lies in a CIDR block, or is the given address. False where either is malformed. */
export function addressIn(address: string, range: string): boolean {
  if (!isAddressRange(range)) return false;
  const [base, bits] = range.split('/');
  const actual = parseAddress(address);
  const expected = parseAddress(base!)!;
  if (!actual || actual.length !== expected.length) return false;
  let left = bits === undefined ? actual.length * 16 : Number(bits);
  for (let i = 0; i < actual.length && left > 0; i++, left -= 16) {
    const mask = left >= 16 ? 0xffff : (0xffff << (16 - left)) & 0xffff;
    if ((actual[i]! & mask) !== (expected[i]! & mask)) return false;
  }
  return true;
}

import { templateError } from '../errors.js';

/**
 * `Fn::Cidr`: the first `count` blocks of `hostBits` bits each within a block, as on AWS (256 at most).
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-cidr.html
 */
export function cidrBlocks(block: string, count: number, hostBits: number | undefined): string[] {
  const [address, prefixText] = block.split('/') as [string, string?];
  const wide = address.includes(':');
  const width = wide ? 128 : 32;
  const base = wide ? parseIpv6(address) : parseIpv4(address);
  const prefix = prefixText === undefined || !/^\d+$/.test(prefixText) ? NaN : Number(prefixText);
  if (base === undefined || !(prefix >= 0 && prefix <= width)) throw templateError(`Fn::Cidr: ${block} is no valid CIDR block`);
  if (!Number.isInteger(count) || count < 1 || count > 256) throw templateError('Fn::Cidr: the count must be from 1 to 256');
  const bits = hostBits ?? (wide ? 64 : 8);
  if (!Number.isInteger(bits) || bits < 1 || bits > width - prefix) throw templateError(`Fn::Cidr: ${hostBits} subnet bits do not fit into ${block}`);
  const size = 1n << BigInt(bits);
  const available = 1n << BigInt(width - prefix);
  if (BigInt(count) * size > available) throw templateError(`Fn::Cidr: ${block} has no room for ${count} blocks of ${bits} bits`);
  const start = (base / available) * available;
  const show = wide ? formatIpv6 : formatIpv4;
  return Array.from({ length: count }, (_, i) => `${show(start + BigInt(i) * size)}/${width - bits}`);
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':'))) as [string[], string[]?];
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail ? missing < 1 : missing !== 0) return undefined;
  const groups = tail ? [...head, ...new Array<string>(missing).fill('0'), ...tail] : head;
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return groups.reduce((sum, group) => sum * 65_536n + BigInt(`0x${group}`), 0n);
}

const formatIpv4 = (value: bigint): string => [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');

/** The longest run of zero groups shortened, RFC 5952. */
function formatIpv6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, i) => ((value >> BigInt(112 - 16 * i)) & 0xffffn).toString(16));
  let best = { at: -1, length: 1 };
  for (let at = 0; at < 8; at++) {
    let length = 0;
    while (groups[at + length] === '0') length++;
    if (length > best.length) best = { at, length };
  }
  if (best.at < 0) return groups.join(':');
  return `${groups.slice(0, best.at).join(':')}::${groups.slice(best.at + best.length).join(':')}`;
}

import { BlockList, isIP } from 'node:net';
import { isAlternatives } from './filterPolicy.js';
import type { AnythingBut, Condition, FilterRule } from './filterPolicy.js';

type Scalar = string | number | boolean | null;

/** Message attributes as filters see them: a list of values for each name. */
export type FilterValues = Readonly<Record<string, readonly Scalar[]>>;

interface AttributeLike {
  readonly DataType: string;
  readonly StringValue?: string;
}

/** What of message attributes can be filtered on: strings, numbers, and the elements of a String.Array; never binary. */
export function filterValuesOf(attributes: Readonly<Record<string, AttributeLike>>): FilterValues {
  const out: Record<string, readonly Scalar[]> = {};
  for (const [name, { DataType, StringValue }] of Object.entries(attributes)) {
    if (StringValue === undefined) continue;
    if (DataType === 'String.Array') out[name] = elements(StringValue);
    else out[name] = [DataType.startsWith('Number') ? Number(StringValue) : StringValue];
  }
  return out;
}

function elements(text: string): readonly Scalar[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isScalar) : isScalar(value) ? [value] : [];
  } catch {
    return [text];
  }
}

const isScalar = (value: unknown): value is Scalar => value === null || ['string', 'number', 'boolean'].includes(typeof value);

/** https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html */
export function matchesAttributes(rule: FilterRule, values: FilterValues): boolean {
  return Object.entries(rule).every(([name, value]) =>
    isAlternatives(name, value)
      ? (value as readonly FilterRule[]).some((each) => matchesAttributes(each, values))
      : anyHolds(value as readonly Condition[], Object.hasOwn(values, name) ? values[name] : undefined),
  );
}

/** The body must be a JSON object. Every element of an array is looked at, however deep. */
export function matchesBody(rule: FilterRule, body: unknown): boolean {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false;
  return matchesOneOf(rule, [body]);
}

/** One of the objects fits the whole rule. */
function matchesOneOf(rule: FilterRule, objects: readonly object[]): boolean {
  return objects.some((object) =>
    Object.entries(rule).every(([name, value]) => {
      if (isAlternatives(name, value)) return (value as readonly FilterRule[]).some((each) => matchesOneOf(each, [object]));
      const held = Object.hasOwn(object, name) ? flatten((object as Record<string, unknown>)[name]) : undefined;
      if (Array.isArray(value)) return anyHolds(value as readonly Condition[], held?.filter(isScalar), held?.some((each) => !isScalar(each)));
      return matchesOneOf(value as FilterRule, (held ?? []).filter((each): each is object => !isScalar(each)));
    }),
  );
}

const flatten = (value: unknown): unknown[] => (Array.isArray(value) ? value.flatMap(flatten) : [value]);

/** `values` is undefined where the property is absent; objects count as being there and as nothing else. */
function anyHolds(conditions: readonly Condition[], values: readonly Scalar[] | undefined, objects = false): boolean {
  return conditions.some((condition) => {
    if (typeof condition === 'object' && condition !== null && 'exists' in condition) {
      return condition.exists === (values !== undefined && (values.length > 0 || objects));
    }
    return values !== undefined && values.some((value) => holds(condition, value));
  });
}

function holds(condition: Exclude<Condition, { exists: boolean }>, value: Scalar): boolean {
  if (typeof condition !== 'object' || condition === null) return condition === value;
  if ('anything-but' in condition) return isOther(condition['anything-but'], value);
  if ('numeric' in condition) return typeof value === 'number' && inRange(condition.numeric, value);
  if (typeof value !== 'string') return false;
  if ('prefix' in condition) return value.startsWith(condition.prefix);
  if ('suffix' in condition) return value.endsWith(condition.suffix);
  if ('equals-ignore-case' in condition) return value.toLowerCase() === condition['equals-ignore-case'].toLowerCase();
  if ('cidr' in condition) return inNetwork(condition.cidr, value);
  return false;
}

const list = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? (value as readonly T[]) : [value as T]);

function isOther(operand: AnythingBut, value: Scalar): boolean {
  if (typeof operand === 'object' && 'prefix' in operand) return typeof value === 'string' && !list(operand.prefix).some((each) => value.startsWith(each));
  if (typeof operand === 'object' && 'suffix' in operand) return typeof value === 'string' && !list(operand.suffix).some((each) => value.endsWith(each));
  return !list(operand as string | number | readonly (string | number)[]).some((each) => each === value);
}

function inRange(terms: readonly (string | number)[], value: number): boolean {
  for (let i = 0; i < terms.length; i += 2) {
    const bound = terms[i + 1] as number;
    const fits = { '=': value === bound, '<': value < bound, '<=': value <= bound, '>': value > bound, '>=': value >= bound }[terms[i] as string];
    if (!fits) return false;
  }
  return true;
}

function inNetwork(cidr: string, address: string): boolean {
  const version = isIP(address);
  const [network, bits] = cidr.split('/') as [string, string];
  if (version === 0 || isIP(network) !== version || Number(bits) > (version === 4 ? 32 : 128)) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const networks = new BlockList();
  networks.addSubnet(network, Number(bits), family);
  return networks.check(address, family);
}

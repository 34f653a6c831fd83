import type { ParameterStringFilter } from '@aws-sdk/client-ssm';
import { invalidFilterKey, invalidFilterOption, invalidFilterValue, validation } from '../errors.js';
import { nameKeyOf, pathPrefixOf } from './names.js';
import type { Parameter, ParameterVersion } from './parameter.js';

export interface Candidate {
  readonly nameKey: string;
  readonly parameter: Parameter;
  readonly version: ParameterVersion;
}

export type Test = (candidate: Candidate) => boolean;

const optionsOf: Readonly<Record<string, readonly string[]>> = {
  Name: ['BeginsWith', 'Contains', 'Equals'],
  Path: ['Recursive', 'OneLevel'],
  Type: ['BeginsWith', 'Equals'],
  KeyId: ['BeginsWith', 'Equals'],
  Tier: ['Equals'],
  DataType: ['Equals'],
  Label: ['Equals'],
};

const valuesOf: Readonly<Record<string, readonly string[]>> = {
  Type: ['String', 'StringList', 'SecureString'],
  Tier: ['Standard', 'Advanced', 'Intelligent-Tiering'],
};

/** Which filters an operation takes; tags are extra. */
export interface FilterKeys {
  readonly keys: readonly string[];
  readonly tags: boolean;
}

/**
 * One test out of all filters. Throws InvalidFilterKey, InvalidFilterOption and InvalidFilterValue.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html
 */
export function filterTest(filters: readonly ParameterStringFilter[] | undefined, allowed: FilterKeys): Test {
  const seen = new Set<string>();
  const tests = (filters ?? []).map((filter) => {
    const key = filter.Key!;
    if (!(allowed.tags && key.startsWith('tag:')) && !allowed.keys.includes(key)) {
      throw invalidFilterKey(`The following filter key is not valid: ${key}. Valid filter keys include: [${allowed.keys.join(', ')}].`);
    }
    if (seen.has(key)) {
      throw invalidFilterKey(`The following filter is duplicated in the request: ${key}. A request can contain only one occurrence of a specific filter.`);
    }
    seen.add(key);
    return testOf(key, filter);
  });
  return (candidate) => tests.every((test) => test(candidate));
}

function testOf(key: string, { Option, Values = [] }: ParameterStringFilter): Test {
  if (key.startsWith('tag:')) return tagTest(key.slice('tag:'.length), Option, Values);
  if (Values.length === 0) throw invalidFilterValue(`The following filter values are missing : null for filter key ${key}.`);
  const option = Option ?? (key === 'Path' ? 'OneLevel' : 'Equals');
  checkOption(option, optionsOf[key]!);
  for (const value of Values) checkValue(key, value);
  if (key === 'Path') return pathTest(option, Values);
  if (key === 'Label') return ({ parameter, version }) => Values.some((label) => parameter.labels[label] === version.version);
  return textTest(key, option, Values);
}

function checkOption(option: string, valid: readonly string[]): void {
  if (!valid.includes(option)) {
    throw invalidFilterOption(`The following filter option is not valid: ${option}. Valid options include: [${valid.join(', ')}].`);
  }
}

function checkValue(key: string, value: string): void {
  const valid = valuesOf[key];
  if (valid && !valid.includes(value)) {
    throw invalidFilterOption(`The following filter value is not valid: ${value}. Valid values include: [${valid.join(', ')}].`);
  }
}

function tagTest(tag: string, option: string | undefined, values: readonly string[]): Test {
  if (option !== undefined) checkOption(option, ['Equals']);
  return ({ parameter: { tags } }) => Object.hasOwn(tags, tag) && (values.length === 0 || values.includes(tags[tag]!));
}

function pathTest(option: string, paths: readonly string[]): Test {
  const prefixes = paths.map((path) => {
    if (/^\/(?:aws|ssm)/i.test(path)) throw reservedPath();
    return pathPrefixOf(path);
  });
  const recursive = option === 'Recursive';
  return ({ nameKey }) => prefixes.some((prefix) => isBelow(nameKey, prefix, recursive));
}

const reservedPath = () =>
  validation(
    'Filters for common parameters can\'t be prefixed with "aws" or "ssm" (case-insensitive). ' +
      'When using global parameters, please specify within a global namespace.',
  );

export const isBelow = (nameKey: string, prefix: string, recursive: boolean): boolean =>
  nameKey.startsWith(prefix) && (recursive || !nameKey.includes('/', prefix.length));

function textTest(key: string, option: string, values: readonly string[]): Test {
  const compare = comparisons[option]!;
  if (key === 'Name') {
    if (option === 'Contains') return ({ parameter }) => values.some((value) => compare(parameter.name, value));
    return ({ nameKey }) => values.some((value) => compare(nameKey, nameKeyOf(value)));
  }
  const read = readers[key]!;
  return ({ version }) => {
    const text = read(version);
    return text !== undefined && values.some((value) => compare(text, value));
  };
}

const comparisons: Readonly<Record<string, (text: string, value: string) => boolean>> = {
  Equals: (text, value) => text === value,
  BeginsWith: (text, value) => text.startsWith(value),
  Contains: (text, value) => text.includes(value),
};

const readers: Readonly<Record<string, (version: ParameterVersion) => string | undefined>> = {
  Type: ({ type }) => type,
  KeyId: ({ keyId }) => keyId,
  Tier: ({ tier }) => tier,
  DataType: ({ dataType }) => dataType,
};

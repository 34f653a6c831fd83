import { AwsError } from '../../../../kernel/errors.js';
import { validation } from '../../errors.js';
import { readValue } from '../readValue.js';
import type { Value } from '../value.js';
import { attribute } from '../value.js';
import type { ExpressionKind } from './tokens.js';
import { invalidExpression } from './tokens.js';
import type { PathNode, Step, ValueNode } from './tree.js';

/** A path whose placeholders are resolved. */
export type Path = readonly (string | number)[];

/** `[a, b, [1]]`, as messages show it. */
export const showPath = (path: Path): string => `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;

export const equalPaths = (left: Path, right: Path): boolean => left.length === right.length && left.every((step, at) => step === right[at]);

const placeholder = { names: /^#[A-Za-z0-9_]+$/, values: /^:[A-Za-z0-9_]+$/ };

/**
 * ExpressionAttributeNames and ExpressionAttributeValues of one request: checked once, looked up while its expressions are
 * bound, and in the end all must have been used.
 */
export class Placeholders {
  private readonly names: Readonly<Record<string, string>>;
  private readonly values: Readonly<Record<string, Value>>;
  private readonly unusedNames: Set<string>;
  private readonly unusedValues: Set<string>;

  /** Throws where a key is no placeholder or a value no attribute value. */
  constructor(names: Readonly<Record<string, string>> | undefined, values: Readonly<Record<string, Value>> | undefined) {
    this.names = names ? checkNames(names) : {};
    this.values = values ? readValues(values) : {};
    this.unusedNames = new Set(Object.keys(this.names));
    this.unusedValues = new Set(Object.keys(this.values));
  }

  /** The path with its names in place of placeholders. */
  path(kind: ExpressionKind, { steps }: PathNode): Path {
    return steps.some(isPlaceholder) ? steps.map((step) => (isPlaceholder(step) ? this.name(kind, step as string) : step)) : steps;
  }

  private name(kind: ExpressionKind, step: string): string {
    const name = Object.hasOwn(this.names, step) ? this.names[step] : undefined;
    if (name === undefined) {
      throw invalidExpression(kind, `An expression attribute name used in the document path is not defined; attribute name: ${step}`);
    }
    this.unusedNames.delete(step);
    return name;
  }

  value(kind: ExpressionKind, { name }: ValueNode): Value {
    const value = attribute(this.values, name);
    if (!value) throw invalidExpression(kind, `An expression attribute value used in expression is not defined; attribute value: ${name}`);
    this.unusedValues.delete(name);
    return value;
  }

  /** Throws where the request brought names or values that no expression used. */
  checkAllUsed(): void {
    if (this.unusedNames.size > 0) throw unused('ExpressionAttributeNames', this.unusedNames);
    if (this.unusedValues.size > 0) throw unused('ExpressionAttributeValues', this.unusedValues);
  }
}

const isPlaceholder = (step: Step): boolean => typeof step === 'string' && step.charCodeAt(0) === 35;

const unused = (parameter: string, keys: Iterable<string>): AwsError =>
  validation(`Value provided in ${parameter} unused in expressions: keys: {${[...keys].join(', ')}}`);

function checkNames(names: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  checkKeys('ExpressionAttributeNames', names, placeholder.names);
  for (const [key, name] of Object.entries(names)) {
    if (typeof name !== 'string') throw new AwsError('SerializationException', `ExpressionAttributeNames.${key}: expected string`);
    if (name === '') throw validation(`ExpressionAttributeNames contains invalid value: Empty attribute name for key ${key}`);
  }
  return names;
}

function checkKeys(parameter: string, map: object, form: RegExp): void {
  const keys = Object.keys(map);
  if (keys.length === 0) throw validation(`${parameter} must not be empty`);
  for (const key of keys) {
    if (!form.test(key)) throw validation(`${parameter} contains invalid key: Syntax error; key: "${key}"`);
  }
}

function readValues(values: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  checkKeys('ExpressionAttributeValues', values, placeholder.values);
  const read: Record<string, Value> = {};
  for (const key of Object.keys(values)) {
    try {
      read[key] = readValue(values[key] ?? {});
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== 'ValidationException') throw error;
      throw validation(`ExpressionAttributeValues contains invalid value: ${error.message} for key ${key}`);
    }
  }
  return read;
}

import { formatError, templateError } from '../errors.js';
import { limits } from '../limits.js';
import type { Json, JsonObject } from './json.js';
import { isObject, isScalar } from './json.js';
import type { Mapping, ParameterDeclaration, Rule } from './model.js';
import { parameterTypeIsKnown } from './parameterTypes.js';

const alphanumeric = /^[A-Za-z0-9]+$/;

/** Logical ids: letters and digits. `kind` is `Resource`, `Parameter`, `Output`, `Mapping`. */
export function checkLogicalId(kind: string, name: string): void {
  if (!alphanumeric.test(name)) throw formatError(`${kind} name ${name} is non alphanumeric.`);
  if (name.length > limits.logicalIdCharacters) {
    throw formatError(`${kind} name ${name} is longer than ${limits.logicalIdCharacters} characters.`);
  }
}

export function checkCount(kind: string, count: number, limit: number): void {
  if (count > limit) throw formatError(`Number of ${kind}, ${count}, is greater than maximum allowed, ${limit}`);
}

const parameterAttributes = new Set([
  'Type', 'Default', 'NoEcho', 'AllowedValues', 'AllowedPattern', 'MaxLength', 'MinLength', 'MaxValue', 'MinValue', 'Description', 'ConstraintDescription',
]);

export function readParameters(section: JsonObject): Record<string, ParameterDeclaration> {
  checkCount('parameters', Object.keys(section).length, limits.parameters);
  const out: Record<string, ParameterDeclaration> = {};
  for (const [name, value] of Object.entries(section)) {
    checkLogicalId('Parameter', name);
    if (!isObject(value)) throw formatError('Any Parameters member must be an object.');
    out[name] = readParameter(name, value);
  }
  return out;
}

function readParameter(name: string, raw: JsonObject): ParameterDeclaration {
  const unknown = Object.keys(raw).find((attribute) => !parameterAttributes.has(attribute));
  if (unknown !== undefined) throw formatError(`Invalid template parameter property '${unknown}'`);
  if (typeof raw.Type !== 'string') throw formatError('Every Parameters object must contain a Type member.');
  if (!parameterTypeIsKnown(raw.Type)) throw formatError(`Unrecognized parameter type: ${raw.Type}`);
  const text = (attribute: string): string | undefined => {
    const value = raw[attribute];
    if (value === undefined || isScalar(value)) return value === undefined ? undefined : String(value);
    throw formatError(`Every ${attribute} member must be a string.`);
  };
  const allowed = raw.AllowedValues;
  if (allowed !== undefined && !Array.isArray(allowed)) throw formatError(`Parameter '${name}' AllowedValues must be a list.`);
  return {
    type: raw.Type,
    description: text('Description'),
    default: text('Default'),
    noEcho: text('NoEcho')?.toLowerCase() === 'true',
    allowedValues: allowed?.map(String),
    allowedPattern: text('AllowedPattern'),
    constraintDescription: text('ConstraintDescription'),
    minLength: bound(name, 'MinLength', text('MinLength')),
    maxLength: bound(name, 'MaxLength', text('MaxLength')),
    minValue: bound(name, 'MinValue', text('MinValue')),
    maxValue: bound(name, 'MaxValue', text('MaxValue')),
  };
}

function bound(name: string, attribute: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (text.trim() === '' || !Number.isFinite(Number(text))) throw formatError(`Parameter '${name}' ${attribute} must be a number.`);
  return Number(text);
}

export function readMappings(section: JsonObject): Record<string, Mapping> {
  checkCount('mappings', Object.keys(section).length, limits.mappings);
  for (const [name, mapping] of Object.entries(section)) {
    if (name.startsWith('Fn::')) continue;
    checkLogicalId('Mapping', name);
    if (!isObject(mapping)) throw formatError(`Every Mappings member ${name} must be a map`);
    for (const attributes of Object.values(mapping)) checkMappingAttributes(name, attributes);
  }
  return section as Record<string, Mapping>;
}

function checkMappingAttributes(name: string, attributes: Json): void {
  if (!isObject(attributes)) throw formatError(`Every Mappings member ${name} must be a map`);
  checkCount(`attributes of mapping ${name}`, Object.keys(attributes).length, limits.mappingAttributes);
  for (const value of Object.values(attributes)) {
    if (!isScalar(value) && !(Array.isArray(value) && value.every(isScalar))) {
      throw formatError('Every Mappings attribute must be a String or a List.');
    }
  }
}

export function readRules(section: JsonObject): Record<string, Rule> {
  const out: Record<string, Rule> = {};
  for (const [name, value] of Object.entries(section)) {
    if (!isObject(value) || !Array.isArray(value.Assertions)) throw formatError(`Rule ${name} must contain a list of Assertions.`);
    const assertions = (value.Assertions as readonly Json[]).map((item) => {
      if (!isObject(item) || item.Assert === undefined) throw templateError(`every assertion of rule ${name} must contain an Assert member`);
      return { assert: item.Assert, description: item.AssertDescription === undefined ? undefined : String(item.AssertDescription) };
    });
    out[name] = { condition: value.RuleCondition, assertions };
  }
  return out;
}

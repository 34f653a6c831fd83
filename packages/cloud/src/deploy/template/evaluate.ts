import type { Scope } from '../../kernel/identity.js';
import { templateError } from '../errors.js';
import { cidrBlocks } from './cidr.js';
import { functionCall, getAttParts, malformedArgument, subPieces } from './functions.js';
import type { Json, JsonObject } from './json.js';
import { has, isObject, isScalar } from './json.js';
import type { Mapping } from './model.js';
import { zoneNames } from './zones.js';

/** A value that only the deployment will bring. */
export const pending: unique symbol = Symbol('known after deployment');
/** `AWS::NoValue`: as if it had not been written. */
const absent: unique symbol = Symbol('AWS::NoValue');

/** What a template's functions are resolved against. */
export interface Surroundings {
  readonly scope: Scope;
  readonly stackName: string;
  readonly stackId: string;
  readonly notificationArns: readonly string[];
  readonly parameters: Readonly<Record<string, string | readonly string[]>>;
  readonly mappings: Readonly<Record<string, Mapping>>;
  condition(name: string): boolean;
  /** Physical id, or `pending`. */
  reference(logicalId: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  exported(name: string): unknown;
}

/**
 * The value with every function resolved, plain data but for `pending` leaves. Undefined where it is `AWS::NoValue`.
 * Throws ValidationError where something cannot be resolved.
 */
export function evaluate(value: Json, surroundings: Surroundings): unknown {
  const result = resolve(value, surroundings);
  return result === absent ? undefined : result;
}

/** Whether a resolved value still waits for something. */
export function isPending(value: unknown): boolean {
  if (value === pending) return true;
  if (Array.isArray(value)) return value.some(isPending);
  return isObject(value) && Object.values(value).some(isPending);
}

type In = Surroundings;

function resolve(value: Json, s: In): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!isObject(value)) return resolveList(value, s);
  const call = functionCall(value);
  if (call) return resolveCall(call.name, call.argument, s);
  const out: Record<string, unknown> = {};
  for (const name of Object.keys(value)) {
    const item = resolve(value[name]!, s);
    if (item !== absent) out[name] = item;
  }
  return out;
}

function resolveList(value: readonly Json[], s: In): unknown[] {
  const out: unknown[] = [];
  for (const item of value) {
    const resolved = resolve(item, s);
    if (resolved !== absent) out.push(resolved);
  }
  return out;
}

function resolveCall(name: string, argument: Json, s: In): unknown {
  const run = functions[name];
  if (!run) throw templateError(`${name} cannot be used here`);
  return run(argument, s);
}

const functions: Readonly<Record<string, (argument: Json, s: In) => unknown>> = {
  Ref: (argument, s) => ref(String(argument), s),
  'Fn::GetAtt': (argument, s) => {
    const [logicalId, attribute] = getAttParts(argument);
    const name = resolve(attribute, s);
    return name === pending ? pending : s.attribute(logicalId, String(name));
  },
  'Fn::Sub': sub,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::If': (argument, s) => {
    const [name, yes, no] = argument as readonly [string, Json, Json];
    return resolve(s.condition(name) ? yes : no, s);
  },
  'Fn::FindInMap': findInMap,
  'Fn::Base64': (argument, s) => onText(argument, s, 'Fn::Base64', (text) => Buffer.from(text).toString('base64')),
  'Fn::GetAZs': (argument, s) => onText(argument, s, 'Fn::GetAZs', (region) => zoneNames(region === '' ? s.scope.region : region)),
  'Fn::ImportValue': (argument, s) => onText(argument, s, 'Fn::ImportValue', (name) => s.exported(name)),
  'Fn::Cidr': cidr,
  'Fn::ToJsonString': (argument, s) => {
    const value = resolve(argument, s);
    return isPending(value) ? pending : JSON.stringify(value);
  },
  'Fn::Length': (argument, s) => {
    const value = resolve(argument, s);
    if (value === pending) return pending;
    if (!Array.isArray(value)) throw malformedArgument('Fn::Length');
    return value.length;
  },
};

function ref(name: string, s: In): unknown {
  switch (name) {
    case 'AWS::AccountId': return s.scope.account;
    case 'AWS::Region': return s.scope.region;
    case 'AWS::Partition': return 'aws';
    case 'AWS::URLSuffix': return 'amazonaws.com';
    case 'AWS::StackName': return s.stackName;
    case 'AWS::StackId': return s.stackId;
    case 'AWS::NotificationARNs': return s.notificationArns;
    case 'AWS::NoValue': return absent;
    default: return has(s.parameters, name) ? s.parameters[name] : s.reference(name);
  }
}

/** The text an argument resolves to, handed on; `pending` where it waits. */
function onText(argument: Json, s: In, name: string, then: (text: string) => unknown): unknown {
  const value = resolve(argument, s);
  if (value === pending) return pending;
  if (!isScalar(value)) throw malformedArgument(name);
  return then(String(value));
}

function sub(argument: Json, s: In): unknown {
  const [text, variables] = (typeof argument === 'string' ? [argument, {}] : argument) as [string, JsonObject];
  let out = '';
  let waits = false;
  for (const piece of subPieces(text)) {
    const value = 'text' in piece ? piece.text : subValue(piece.name, variables, s);
    if (value === pending) waits = true;
    else if (isScalar(value)) out += String(value);
    else throw malformedArgument('Fn::Sub');
  }
  return waits ? pending : out;
}

function subValue(name: string, variables: JsonObject, s: In): unknown {
  if (has(variables, name)) return resolve(variables[name]!, s);
  const dot = name.indexOf('.');
  return dot < 0 ? ref(name, s) : s.attribute(name.slice(0, dot), name.slice(dot + 1));
}

function join(argument: Json, s: In): unknown {
  const [delimiter, items] = argument as readonly [string, Json];
  const list = resolve(items, s);
  if (isPending(list)) return pending;
  if (!Array.isArray(list) || !list.every(isScalar)) throw malformedArgument('Fn::Join');
  return list.map(String).join(delimiter);
}

function select(argument: Json, s: In): unknown {
  const [position, items] = argument as readonly [Json, Json];
  const index = resolve(position, s);
  const list = resolve(items, s);
  if (index === pending || list === pending) return pending;
  const at = Number(index);
  if (!Array.isArray(list) || !Number.isInteger(at) || String(index).trim() === '') throw malformedArgument('Fn::Select');
  if (at < 0 || at >= list.length) throw templateError(`Fn::Select  cannot select nonexistent value at index ${at}`);
  return list[at];
}

function split(argument: Json, s: In): unknown {
  const [delimiter, source] = argument as readonly [string, Json];
  return onText(source, s, 'Fn::Split', (text) => text.split(delimiter));
}

function findInMap(argument: Json, s: In): unknown {
  const [mapArgument, topArgument, secondArgument, otherwise] = argument as readonly [Json, Json, Json, Json?];
  const names = [mapArgument, topArgument, secondArgument].map((item) => resolve(item, s));
  if (names.includes(pending)) throw templateError('Fn::FindInMap must not depend on any resources');
  if (!names.every(isScalar)) throw malformedArgument('Fn::FindInMap');
  const [map, top, second] = names.map(String) as [string, string, string];
  const attributes = has(s.mappings, map) && has(s.mappings[map]!, top) ? s.mappings[map]![top]! : undefined;
  if (attributes && has(attributes, second)) return attributes[second];
  if (isObject(otherwise) && has(otherwise, 'DefaultValue')) return resolve(otherwise.DefaultValue!, s);
  if (!has(s.mappings, map)) throw templateError(`Mapping named '${map}' is not present in the 'Mappings' section of template.`);
  throw templateError(`Unable to get mapping for ${map}::${top}::${second}`);
}

function cidr(argument: Json, s: In): unknown {
  const list = resolve(argument, s);
  if (isPending(list)) return pending;
  if (!Array.isArray(list) || !list.every(isScalar)) throw malformedArgument('Fn::Cidr');
  const [block, count, bits] = list as [string, string | number, (string | number)?];
  return cidrBlocks(String(block), Number(count), bits === undefined ? undefined : Number(bits));
}

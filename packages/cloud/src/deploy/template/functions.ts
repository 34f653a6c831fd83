import { templateError } from '../errors.js';
import type { Json, JsonObject } from './json.js';
import { isObject } from './json.js';

/** A function call in a template: `{ "Fn::Join": [...] }`. */
export interface FunctionCall {
  readonly name: string;
  readonly argument: Json;
}

/** The call that an object stands for; an object with other keys beside is plain data, as on AWS. */
export function functionCall(value: JsonObject): FunctionCall | undefined {
  let name: string | undefined;
  for (const key in value) {
    if (name !== undefined) return undefined;
    name = key;
  }
  if (name === undefined || (name !== 'Ref' && !name.startsWith('Fn::'))) return undefined;
  return { name, argument: value[name]! };
}

/** Conditions and rules also know `{ "Condition": NAME }`. */
export const conditionCall = (value: JsonObject): FunctionCall | undefined =>
  typeof value.Condition === 'string' && Object.keys(value).length === 1 ? { name: 'Condition', argument: value.Condition } : functionCall(value);

const supported = [
  'Fn::Base64', 'Fn::GetAtt', 'Fn::GetAZs', 'Fn::ImportValue', 'Fn::Join', 'Fn::Split', 'Fn::FindInMap', 'Fn::Select', 'Ref', 'Fn::Equals', 'Fn::If',
  'Fn::Not', 'Condition', 'Fn::And', 'Fn::Or', 'Fn::Contains', 'Fn::EachMemberEquals', 'Fn::EachMemberIn', 'Fn::ValueOf', 'Fn::ValueOfAll', 'Fn::RefAll',
  'Fn::Sub', 'Fn::Cidr',
];
const extensions = ['Fn::Length', 'Fn::ToJsonString'];

/** Messages for arguments that cannot be right whatever they resolve to. */
const malformed: Readonly<Record<string, string>> = {
  Ref: 'every Ref object must have a single String value.',
  'Fn::GetAtt': 'every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute',
  'Fn::Join':
    'every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
  'Fn::Select': 'Fn::Select requires a list argument with two elements: an integer index and a list',
  'Fn::Split':
    'every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.',
  'Fn::FindInMap': 'every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value',
  'Fn::If': 'Fn::If requires a list argument with three elements',
  'Fn::Equals': 'every Fn::Equals object requires a list of 2 string parameters.',
  'Fn::And': 'every Fn::And object requires a list of at least 2 and at most 10 boolean parameters.',
  'Fn::Or': 'every Fn::Or object requires a list of at least 2 and at most 10 boolean parameters.',
  'Fn::Not': 'every Fn::Not object requires one boolean parameter.',
  'Fn::Base64': 'every Fn::Base64 object must have a String-typed value.',
  'Fn::GetAZs': 'every Fn::GetAZs object must have a String-typed value.',
  'Fn::ImportValue': 'the attribute in Fn::ImportValue must be a string or a function that returns a string',
  'Fn::Cidr': 'every Fn::Cidr object requires a list of two or three parameters, an IP block, the number of CIDRs and the number of subnet bits.',
  'Fn::Sub':
    "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
  'Fn::Contains': 'every Fn::Contains object requires a list of 2 parameters, a list of strings and a string.',
  'Fn::EachMemberIn': 'every Fn::EachMemberIn object requires a list of 2 parameters, both lists of strings.',
  'Fn::EachMemberEquals': 'every Fn::EachMemberEquals object requires a list of 2 parameters, a list of strings and a string.',
  'Fn::Length': 'every Fn::Length object requires a list or a function that returns a list.',
};

export const malformedArgument = (name: string): Error => templateError(malformed[name] ?? `every ${name} object is malformed.`);

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isText = (value: Json): boolean => typeof value !== 'object' || (isObject(value) && functionCall(value) !== undefined);
const isListOrCall = (value: Json): boolean => isList(value) || (isObject(value) && functionCall(value) !== undefined);
const listOf = (value: Json, least: number, most = least): value is readonly Json[] =>
  isList(value) && value.length >= least && value.length <= most;

const checks: Readonly<Record<string, (argument: Json) => boolean>> = {
  Ref: (argument) => typeof argument === 'string' && argument !== '',
  'Fn::GetAtt': (argument) =>
    typeof argument === 'string'
      ? /^[^.]+\..+$/.test(argument)
      : listOf(argument, 2) && typeof argument[0] === 'string' && argument[0] !== '' && isText(argument[1]!) && argument[1] !== '',
  'Fn::Join': (argument) => listOf(argument, 2) && typeof argument[0] === 'string' && isListOrCall(argument[1]!),
  'Fn::Select': (argument) => listOf(argument, 2) && isText(argument[0]!) && isListOrCall(argument[1]!),
  'Fn::Split': (argument) => listOf(argument, 2) && typeof argument[0] === 'string' && isText(argument[1]!),
  'Fn::FindInMap': (argument) => listOf(argument, 3, 4) && argument.slice(0, 3).every(isText),
  'Fn::If': (argument) => listOf(argument, 3) && typeof argument[0] === 'string',
  'Fn::Equals': (argument) => listOf(argument, 2),
  'Fn::And': (argument) => listOf(argument, 2, 10),
  'Fn::Or': (argument) => listOf(argument, 2, 10),
  'Fn::Not': (argument) => listOf(argument, 1),
  'Fn::Base64': isText,
  'Fn::GetAZs': isText,
  'Fn::ImportValue': isText,
  'Fn::Cidr': (argument) => listOf(argument, 2, 3) || (isObject(argument) && functionCall(argument) !== undefined),
  'Fn::Sub': (argument) =>
    typeof argument === 'string' || (listOf(argument, 2) && typeof argument[0] === 'string' && isObject(argument[1])),
  'Fn::Contains': (argument) => listOf(argument, 2),
  'Fn::EachMemberIn': (argument) => listOf(argument, 2),
  'Fn::EachMemberEquals': (argument) => listOf(argument, 2),
  'Fn::Length': isListOrCall,
};

/** Throws where a call cannot be right. `extended`: the template declares `AWS::LanguageExtensions`. */
export function checkCall(call: FunctionCall, extended: boolean): void {
  const { name, argument } = call;
  const known = supported.includes(name) || (extended && extensions.includes(name));
  if (!known) throw templateError(`Encountered unsupported function: ${name} Supported functions are: [${supported.join(', ')}]`);
  if (checks[name]?.(argument) === false) throw malformedArgument(name);
  if (name === 'Fn::FindInMap' && (argument as readonly Json[]).length === 4 && !extended) throw malformedArgument(name);
}

/** Logical id and attribute of a `Fn::GetAtt` whose argument has been checked. */
export function getAttParts(argument: Json): [logicalId: string, attribute: Json] {
  if (typeof argument !== 'string') return argument as unknown as [string, Json];
  const dot = argument.indexOf('.');
  return [argument.slice(0, dot), argument.slice(dot + 1)];
}

/** A piece of an `Fn::Sub` text: literal, or what `${NAME}` names. */
export type SubPiece = { readonly text: string } | { readonly name: string };

const subName = /^[A-Za-z0-9_.:]+$/;

export function subPieces(text: string): SubPiece[] {
  const out: SubPiece[] = [];
  let at = 0;
  for (const match of text.matchAll(/\$\{([^}]*)\}/g)) {
    out.push({ text: text.slice(at, match.index) });
    const inner = match[1]!;
    if (inner.startsWith('!')) out.push({ text: `\${${inner.slice(1)}}` });
    else if (subName.test(inner)) out.push({ name: inner });
    else throw templateError('variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons');
    at = match.index + match[0].length;
  }
  out.push({ text: text.slice(at) });
  return out;
}

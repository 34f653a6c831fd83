import { validationError } from '../errors.js';
import { limits } from '../limits.js';
import { has } from './json.js';
import type { ParameterDeclaration } from './model.js';
import { isListType, isNumberType, ssmNameType, ssmValueType } from './parameterTypes.js';

/** A parameter as a request gives it. */
export interface GivenParameter {
  readonly key: string;
  readonly value?: string | undefined;
  readonly usePrevious?: boolean | undefined;
}

/** A parameter of a stack: what was given, and for `AWS::SSM::Parameter::Value<…>` what it stands for. */
export interface ParameterValue {
  readonly key: string;
  readonly value: string;
  readonly resolved?: string;
  readonly noEcho?: boolean;
}

type Declarations = Readonly<Record<string, ParameterDeclaration>>;

/**
 * The values a template runs with: given, previous or default, checked against the declarations. Values of SSM
 * parameters are still to be looked up. Throws ValidationError.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
 */
export function chooseParameters(
  declarations: Declarations,
  given: readonly GivenParameter[],
  previous: readonly ParameterValue[] | undefined,
): ParameterValue[] {
  const byKey = new Map(given.map((parameter) => [parameter.key, parameter]));
  const unknown = [...byKey.keys()].filter((key) => !has(declarations, key));
  if (unknown.length > 0) throw validationError(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  const before = new Map(previous?.map((parameter) => [parameter.key, parameter.value]));
  const missing: string[] = [];
  const out: ParameterValue[] = [];
  for (const [key, declaration] of Object.entries(declarations)) {
    const value = chosen(byKey.get(key), before, declaration);
    if (value === undefined) missing.push(key);
    else out.push({ key, value, ...(declaration.noEcho && { noEcho: true }) });
  }
  if (missing.length > 0) throw validationError(`Parameters: [${missing.join(', ')}] must have values`);
  for (const { key, value } of out) checkParameter(key, value, declarations[key]!);
  return out;
}

function chosen(given: GivenParameter | undefined, before: ReadonlyMap<string, string>, declaration: ParameterDeclaration): string | undefined {
  if (!given?.usePrevious) return given?.value ?? declaration.default;
  const { key, value } = given;
  if (value !== undefined && value !== '') throw validationError(`Invalid input for parameter key ${key}. Cannot specify usePreviousValue as true and non empty value for a parameter`);
  if (!before.has(key)) throw validationError(`Invalid input for parameter key ${key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`);
  return before.get(key);
}

function checkParameter(key: string, value: string, declaration: ParameterDeclaration): void {
  if (Buffer.byteLength(value) > limits.parameterValueBytes) {
    throw validationError(`Parameter '${key}' value is longer than ${limits.parameterValueBytes} bytes`);
  }
  const fail = (reason: string): never => {
    const description = declaration.constraintDescription;
    throw validationError(description === undefined ? `Parameter '${key}' ${reason}` : `Parameter ${key} failed to satisfy constraint: ${description}`);
  };
  // The constraints of a parameter that names an SSM parameter hold for the name.
  const items = isListType(declaration.type) ? splitList(value) : [value];
  for (const item of items) checkItem(item, declaration, fail);
}

type Fail = (reason: string) => never;

function checkItem(value: string, declaration: ParameterDeclaration, fail: Fail): void {
  const { allowedValues, allowedPattern, minLength, maxLength, minValue, maxValue } = declaration;
  if (isNumberType(declaration.type)) {
    const number = value.trim() === '' ? NaN : Number(value);
    if (!Number.isFinite(number)) fail('must be a number');
    if (minValue !== undefined && number < minValue) fail(`must be a number not less than ${minValue}`);
    if (maxValue !== undefined && number > maxValue) fail(`must be a number not greater than ${maxValue}`);
  }
  if (allowedValues && !allowedValues.includes(value)) fail(`must be one of AllowedValues`);
  if (minLength !== undefined && value.length < minLength) fail(`must contain at least ${minLength} characters`);
  if (maxLength !== undefined && value.length > maxLength) fail(`must contain at most ${maxLength} characters`);
  if (allowedPattern !== undefined && !wholePattern(allowedPattern).test(value)) fail(`must match pattern ${allowedPattern}`);
}

/** Java's `matches`: the whole text. */
function wholePattern(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u');
  } catch {
    try {
      return new RegExp(`^(?:${pattern})$`);
    } catch {
      throw validationError(`Template format error: AllowedPattern ${pattern} is no valid regular expression`);
    }
  }
}

const splitList = (value: string): string[] => (value === '' ? [] : value.split(',').map((item) => item.trim()));

/** SSM parameters whose value or existence is wanted: key of the template's parameter to name in SSM. */
export const ssmLookups = (declarations: Declarations, values: readonly ParameterValue[]): { key: string; name: string; list: boolean }[] =>
  values.flatMap(({ key, value }) => {
    const { type } = declarations[key]!;
    const inner = ssmValueType(type);
    return inner === undefined && type !== ssmNameType ? [] : [{ key, name: value, list: isListType(inner ?? '') }];
  });

/** Values as `Ref` gives them. */
export function referencedValues(declarations: Declarations, values: readonly ParameterValue[]): Record<string, string | readonly string[]> {
  const out: Record<string, string | readonly string[]> = {};
  for (const { key, value, resolved } of values) {
    const declaration = declarations[key];
    if (!declaration) continue;
    const type = ssmValueType(declaration.type) ?? declaration.type;
    const text = resolved ?? value;
    out[key] = isListType(type) ? splitList(text) : text;
  }
  return out;
}

import type { Context } from '../../../kernel/service.js';
import { parameterNotFound, parameterVersionNotFound } from '../errors.js';
import { parseReference } from './names.js';
import type { Reference } from './names.js';
import { parameters, versionOf } from './parameter.js';
import type { Parameter, ParameterVersion } from './parameter.js';

export interface Found {
  readonly parameter: Parameter;
  readonly version: ParameterVersion;
  readonly selector: string | undefined;
}

const inScope = (ctx: Context, { scope }: Reference): boolean =>
  scope === undefined || (scope.account === ctx.scope.account && scope.region === ctx.scope.region);

export function parameterAt(ctx: Context, reference: Reference): Parameter | undefined {
  return inScope(ctx, reference) ? ctx.table(parameters).get(reference.nameKey) : undefined;
}

/** A parameter by name or ARN, without selector. Throws ParameterNotFound. */
export function requireParameter(ctx: Context, name: string): { readonly nameKey: string; readonly parameter: Parameter } {
  const reference = parseReference(name);
  const parameter = reference.selector === undefined ? parameterAt(ctx, reference) : undefined;
  if (!parameter) throw parameterNotFound();
  return { nameKey: reference.nameKey, parameter };
}

/** The version that a name, ARN or either with a selector means. Throws ParameterNotFound and ParameterVersionNotFound. */
export function findVersion(ctx: Context, text: string): Found {
  const reference = parseReference(text);
  const parameter = parameterAt(ctx, reference);
  if (!parameter) throw parameterNotFound();
  const { selector, nameKey } = reference;
  const number = selector === undefined ? parameter.latestVersion : versionNumber(parameter, selector);
  const version = number === undefined ? undefined : versionOf(ctx, nameKey, number);
  if (!version) throw parameterVersionNotFound(selector!, parameter.name);
  return { parameter, version, selector };
}

const versionNumber = (parameter: Parameter, selector: string): number | undefined => {
  if (/^[0-9]{1,15}$/.test(selector)) return Number(selector);
  return Object.hasOwn(parameter.labels, selector) ? parameter.labels[selector] : undefined;
};

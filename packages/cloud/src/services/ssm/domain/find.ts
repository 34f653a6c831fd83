import type { Context } from '../../../kernel/service.js';
import { parameterNotFound, parameterVersionNotFound } from '../errors.js';
import { parseReference, tryParseReference } from './names.js';
import type { Reference } from './names.js';
import { parameters, versionOf } from './parameter.js';
import type { Named, Parameter, ParameterVersion } from './parameter.js';

export interface Found {
  readonly parameter: Parameter;
  readonly version: ParameterVersion;
  readonly selector: string | undefined;
}

const inScope = (ctx: Context, { scope }: Reference): boolean =>
  scope === undefined || (scope.account === ctx.scope.account && scope.region === ctx.scope.region);

function parameterAt(ctx: Context, reference: Reference): Parameter | undefined {
  return inScope(ctx, reference) ? ctx.table(parameters).get(reference.nameKey) : undefined;
}

/** A parameter by name or ARN, without selector. */
export function parameterNamed(ctx: Context, name: string): Named | undefined {
  const reference = tryParseReference(name);
  const parameter = reference?.selector === undefined && reference ? parameterAt(ctx, reference) : undefined;
  return parameter && { nameKey: reference!.nameKey, parameter };
}

/** The same. Throws ParameterNotFound. */
export function requireParameter(ctx: Context, name: string): Named {
  const found = parameterNamed(ctx, name);
  if (!found) throw parameterNotFound();
  return found;
}

/** The version that a name, ARN or either with a selector means. Throws ParameterNotFound and ParameterVersionNotFound. */
export function findVersion(ctx: Context, text: string): Found {
  const reference = parseReference(text);
  const parameter = parameterAt(ctx, reference);
  if (!parameter) throw reference.nameKey.startsWith('aws/') ? noPublicParameters() : parameterNotFound();
  const { selector, nameKey } = reference;
  const number = selector === undefined ? parameter.latestVersion : versionNumber(parameter, selector);
  const version = number === undefined ? undefined : versionOf(ctx, nameKey, number);
  if (!version) throw parameterVersionNotFound(selector!, parameter.name);
  return { parameter, version, selector };
}

const noPublicParameters = () => parameterNotFound("Terrella holds none of AWS's own parameters under /aws/.");

const versionNumber = (parameter: Parameter, selector: string): number | undefined => {
  if (/^[0-9]{1,15}$/.test(selector)) return Number(selector);
  return Object.hasOwn(parameter.labels, selector) ? parameter.labels[selector] : undefined;
};

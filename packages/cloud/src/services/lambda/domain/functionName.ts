import type { Scope } from '../../../kernel/identity.js';
import { invalidParameter, notFound } from '../errors.js';

/** What a caller calls a function: a name, a partial ARN or an ARN, each with an optional qualifier. */
export interface FunctionReference {
  readonly name: string;
  /** Version, `$LATEST` or alias; undefined where none was given. */
  readonly qualifier: string | undefined;
  /** Where the function is. */
  readonly scope: Scope;
}

const form =
  /^(?:arn:[a-zA-Z-]+:lambda:)?(?:([a-z]{2}(?:-[a-z]+)+-\d):)?(?:(\d{12}):)?(?:function:)?([a-zA-Z0-9_-]+)(?::(\$LATEST|[a-zA-Z0-9_-]+))?$/;

/** Undefined where the text is no function name; never throws. */
export function parseFunctionName(text: string, scope: Scope): FunctionReference | undefined {
  const match = form.exec(text);
  if (!match) return undefined;
  const [, region, account, name, qualifier] = match;
  return { name: name!, qualifier, scope: { account: account ?? scope.account, region: region ?? scope.region } };
}

/** Reads name and `Qualifier`, which must agree. Throws InvalidParameterValueException or ResourceNotFoundException. */
export function functionReference(text: string, qualifier: string | undefined, scope: Scope): FunctionReference {
  const reference = parseFunctionName(text, scope);
  if (!reference) throw invalidParameter(`Invalid function name: ${text}`);
  if (reference.scope.region !== scope.region) {
    throw notFound(`Functions from '${reference.scope.region}' are not reachable in this region ('${scope.region}')`);
  }
  if (qualifier === undefined) return reference;
  if (reference.qualifier !== undefined && reference.qualifier !== qualifier) {
    throw invalidParameter('The derived qualifier from the function name does not match the specified qualifier.');
  }
  return { ...reference, qualifier };
}

export const functionArn = (scope: Scope, name: string, qualifier?: string): string =>
  `arn:aws:lambda:${scope.region}:${scope.account}:function:${name}${qualifier === undefined ? '' : `:${qualifier}`}`;

/** ARN that a call is about, for authorization, faults and the journal. */
export function arnOfInput(input: { FunctionName?: string | undefined; Qualifier?: string | undefined }, scope: Scope): string | undefined {
  const reference = input.FunctionName === undefined ? undefined : parseFunctionName(input.FunctionName, scope);
  if (!reference) return undefined;
  return functionArn(reference.scope, reference.name, input.Qualifier ?? reference.qualifier);
}

/** For operations that act on the function whatever qualifier its name carries. */
export const unqualifiedArnOfInput = (input: { FunctionName?: string | undefined }, scope: Scope): string | undefined => {
  const reference = input.FunctionName === undefined ? undefined : parseFunctionName(input.FunctionName, scope);
  return reference && functionArn(reference.scope, reference.name);
};

export const isVersionNumber = (qualifier: string): boolean => /^[0-9]+$/.test(qualifier);

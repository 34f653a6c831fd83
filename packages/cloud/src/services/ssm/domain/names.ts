import { arn, parseArn } from '../../../kernel/identity.js';
import type { Scope } from '../../../kernel/identity.js';
import { accessDenied, hierarchyLevelLimitExceeded, validation } from '../errors.js';
import { limits } from '../limits.js';

/** `/orders` and `orders` are the same parameter, and have the same ARN: the key is the name without its leading slash. */
export const nameKeyOf = (name: string): string => (name.startsWith('/') ? name.slice(1) : name);

const isArn = (text: string): boolean => text.startsWith('arn:');

/** What a caller names: a name or an ARN, and perhaps a version or a label behind a colon. */
export interface Reference {
  /** Without selector; of an ARN, the name it holds. */
  readonly name: string;
  readonly nameKey: string;
  /** Number or label, without its colon. */
  readonly selector: string | undefined;
  /** Where an ARN says that the parameter is. */
  readonly scope: Scope | undefined;
}

/** Throws ValidationException. */
export function parseReference(text: string): Reference {
  const reference = tryParseReference(text);
  if (!reference) throw badReference();
  return reference;
}

/** Undefined for what is neither, or has more than one selector. */
export function tryParseReference(text: string): Reference | undefined {
  const parsed = isArn(text) ? parseArn(text) : undefined;
  if (isArn(text) && (parsed?.service !== 'ssm' || !parsed.resource.startsWith('parameter/'))) return undefined;
  const [name, selector, ...rest] = (parsed ? parsed.resource.slice('parameter'.length) : text).split(':');
  if (rest.length > 0 || name === '' || selector === '') return undefined;
  return { name: name!, nameKey: nameKeyOf(name!), selector, scope: parsed && { account: parsed.account, region: parsed.region } };
}

const badReference = () =>
  validation('Invalid parameter name. Please use correct syntax for referencing a version/label <name>:<version/label>');

export const parameterArn = (scope: Scope, name: string): string => arn('ssm', scope, `parameter/${nameKeyOf(name)}`);

/** The ARN that IAM judges for a name, an ARN or either with a selector. */
export function referencedArn(scope: Scope, text: string): string {
  const colons = isArn(text) ? 6 : 1;
  const bare = text.split(':').slice(0, colons).join(':');
  return isArn(bare) ? bare : parameterArn(scope, bare);
}

const pathForm = /^(?:\/?[a-zA-Z0-9_.-]+|(?:\/[a-zA-Z0-9_.-]+)+)$/;

const prefixed = (name: string): boolean => /^\/?(?:aws|ssm)/i.test(name);

const nameRule =
  'If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, ' +
  'numbers and the following 3 symbols .-_';

/**
 * The name a new parameter gets. Throws ValidationException, AccessDeniedException (AWS's own tree `/aws/`) and
 * HierarchyLevelLimitExceededException.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-parameter-name-constraints.html
 */
export function checkNewName(given: string, scope: Scope): string {
  const name = given.trim();
  const isPath = name.lastIndexOf('/') > 0;
  if (/^\/aws\//i.test(name)) throw accessDenied(`No access to reserved parameter name: ${name}.`);
  if (prefixed(name) && !isPath) throw validation('Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).');
  if (isPath && !name.startsWith('/')) throw validation('Parameter name must be a fully qualified name.');
  if (prefixed(name) || !pathForm.test(name)) throw validation(`Parameter name: can't be prefixed with "ssm" (case-insensitive). ${nameRule}`);
  if (nameKeyOf(name).split('/').length > limits.hierarchyLevels.value) throw hierarchyLevelLimitExceeded();
  const { length } = parameterArn(scope, name);
  if (length > limits.arnLength.value) {
    throw validation(`The parameter's ARN has ${length} characters; with its name it can have ${limits.arnLength.value} at most.`);
  }
  return name;
}

const pathRule =
  'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". ' +
  'It can\'t be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following symbols: ' +
  '. (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the ' +
  'forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.';

/** The name keys below a path begin with this; `/` alone is everything. Throws ValidationException. */
export function pathPrefixOf(path: string): string {
  if (!/^\/(?:[a-zA-Z0-9_.-]+(?:\/[a-zA-Z0-9_.-]+)*\/?)?$/.test(path)) throw validation(pathRule);
  const inner = path.slice(1);
  return inner === '' || inner.endsWith('/') ? inner : `${inner}/`;
}

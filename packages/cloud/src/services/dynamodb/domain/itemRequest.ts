import { conditionFailed, validation } from '../errors.js';
import { ConditionBinder } from './expressions/bindCondition.js';
import { Projector, checkPaths } from './expressions/paths.js';
import { parsedCondition, parsedProjection } from './expressions/parsed.js';
import type { Path } from './expressions/placeholders.js';
import { Placeholders } from './expressions/placeholders.js';
import type { TestItem } from './expressions/condition.js';
import type { ExpressionKind } from './expressions/tokens.js';
import type { Attributes, Value } from './value.js';

/** Parameters that come with expressions, in any operation. */
export interface ExpressionParameters {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>> | undefined;
}

const noPlaceholders = new Placeholders(undefined, undefined);

/**
 * Names and values of a request. Throws where there are some but none of the named expressions, and where the request mixes
 * expressions with the parameters that they replaced.
 */
export function requestPlaceholders(
  input: ExpressionParameters,
  expressions: Readonly<Record<string, string | undefined>>,
  legacy: Readonly<Record<string, unknown>> = {},
  takesValues: readonly string[] = Object.keys(expressions),
): Placeholders {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input;
  if (!names && !values && !anyGiven(legacy)) return noPlaceholders;
  const given = presentNames(expressions);
  const old = presentNames(legacy);
  if (given.length > 0 && old.length > 0) {
    throw validation(
      'Can not use both expression and non-expression parameters in the same request: ' +
        `Non-expression parameters: {${old.join(', ')}} Expression parameters: {${given.join(', ')}}`,
    );
  }
  if (!names && !values) return noPlaceholders;
  if (names && given.length === 0) throw validation('ExpressionAttributeNames can only be specified when using expressions');
  if (values && !takesValues.some((name) => expressions[name] !== undefined)) {
    const verb = takesValues.length === 1 ? 'is' : 'are';
    throw validation(`ExpressionAttributeValues can only be specified when using expressions: ${takesValues.join(' and ')} ${verb} null`);
  }
  return new Placeholders(names, values as Readonly<Record<string, Value>> | undefined);
}

/** Most requests have none of these: no list is made to find that out. */
function anyGiven(parameters: Readonly<Record<string, unknown>>): boolean {
  for (const name in parameters) if (parameters[name] !== undefined) return true;
  return false;
}

const presentNames = (parameters: Readonly<Record<string, unknown>>): string[] => Object.keys(parameters).filter((name) => parameters[name] !== undefined);

/** The test that an expression stands for; undefined without one. */
export function boundCondition(
  kind: ExpressionKind,
  text: string | undefined,
  placeholders: Placeholders,
  onPath?: (path: Path) => void,
): TestItem | undefined {
  return text === undefined ? undefined : new ConditionBinder(kind, placeholders, onPath).test(parsedCondition(kind, text));
}

/** What ProjectionExpression or AttributesToGet leave of an item; undefined: everything. */
export function boundProjection(text: string | undefined, placeholders: Placeholders, attributesToGet?: readonly string[]): Projector | undefined {
  if (text !== undefined) {
    const kind = 'ProjectionExpression';
    const paths = parsedProjection(text).map((node) => placeholders.path(kind, node));
    checkPaths(kind, paths);
    return new Projector(paths);
  }
  if (!attributesToGet) return undefined;
  const repeated = attributesToGet.find((name, at) => attributesToGet.indexOf(name) !== at);
  if (repeated !== undefined) throw validation(`One or more parameter values were invalid: Duplicate value in attribute name: ${repeated}`);
  return new Projector(attributesToGet.map((name) => [name]));
}

const none: Attributes = {};

/** Throws ConditionalCheckFailedException, with the item if asked for, where the condition does not hold. */
export function checkCondition(test: TestItem | undefined, item: Attributes | undefined, onFailure: string | undefined): void {
  if (!test || test(item ?? none)) return;
  throw conditionFailed(onFailure === 'ALL_OLD' ? item : undefined);
}

import { limits } from '../../limits.js';
import { parseCondition } from './parseCondition.js';
import { parseProjection, parseUpdate } from './parseUpdate.js';
import type { ExpressionKind } from './tokens.js';
import { invalidExpression } from './tokens.js';
import type { Condition, Parsed, PathNode, UpdateAction } from './tree.js';

const most = 1000;

/**
 * What an expression parses to depends on its text alone, and programs use few texts: so the last thousand are remembered.
 * A memo, no state: forgetting it changes nothing.
 */
const remembered = new Map<string, Parsed<unknown>>();

/** The tree of an expression. Throws ValidationException as AWS does where the text alone is wrong. */
function parsed<T>(kind: ExpressionKind, text: string, parse: (kind: ExpressionKind, text: string) => Parsed<T>): T {
  const known = remembered.get(kind + text) as Parsed<T> | undefined;
  const result = known ?? parseChecked(kind, text, parse);
  if (!known) {
    if (remembered.size >= most) remembered.delete(remembered.keys().next().value!);
    remembered.set(kind + text, result);
  }
  if (result.fault !== undefined) throw invalidExpression(kind, result.fault);
  return result.tree;
}

function parseChecked<T>(kind: ExpressionKind, text: string, parse: (kind: ExpressionKind, text: string) => Parsed<T>): Parsed<T> {
  if (text === '') throw invalidExpression(kind, 'The expression can not be empty;');
  const bytes = Buffer.byteLength(text);
  if (bytes > limits.expressionBytes.value) {
    const size = kind === 'UpdateExpression' ? '' : ` expression size: ${bytes}`;
    throw invalidExpression(kind, `Expression size has exceeded the maximum allowed size;${size}`);
  }
  return parse(kind, text);
}

export const parsedCondition = (kind: ExpressionKind, text: string): Condition => parsed(kind, text, parseCondition);

export const parsedUpdate = (text: string): readonly UpdateAction[] => parsed('UpdateExpression', text, (_kind, update) => parseUpdate(update));

export const parsedProjection = (text: string): readonly PathNode[] =>
  parsed('ProjectionExpression', text, (_kind, projection) => parseProjection(projection));

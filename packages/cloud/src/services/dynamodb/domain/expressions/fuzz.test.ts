import { expect, it } from 'vitest';
import { AwsError } from '../../../../kernel/errors.js';
import { Random } from '../../../../kernel/random.js';
import type { Value } from '../value.js';
import { ConditionBinder } from './bindCondition.js';
import { bindUpdate } from './bindUpdate.js';
import { parsedCondition, parsedProjection, parsedUpdate } from './parsed.js';
import { Projector, checkPaths } from './paths.js';
import { Placeholders } from './placeholders.js';
import { applyUpdate } from './update.js';

const pieces = [
  'a', 'b', 'm.x', 'l[0]', 'l[1].k', '#n', ':s', ':n', ':l', ':set', ':missing', '(', ')', ',', '.', '[', ']', '=', '<>', '<', '<=', '>', '+', '-', 'AND', 'or', 'NOT', 'BETWEEN', 'IN',
  'SET', 'REMOVE', 'ADD', 'DELETE', 'size', 'contains', 'begins_with', 'attribute_exists', 'attribute_type', 'if_not_exists', 'list_append', '0', '99999999999', '#', ':', '"', '\u0000', '\u{1f600}', '\ud800', 'data', '__proto__',
];
const shapes = ['a = :s', 'SET a = :s', 'a, m.x', 'size(a) > :n AND', 'SET l[0] = list_append(l, :l)', 'attribute_exists(a) OR NOT (', 'ADD n :n REMOVE'];

const names = { '#n': 'odd name' };
const values: Record<string, Value> = { ':s': { S: 's' }, ':n': { N: '1' }, ':l': { L: [] }, ':set': { SS: ['a'] } };
const items: Record<string, Value>[] = [{}, { a: { S: 's' }, n: { N: '2' }, b: { N: '1' }, m: { M: { x: { S: 'x' } } }, l: { L: [{ S: 'e' }, { M: { k: { S: 'k' } } }] } }];

function randomText(random: Random): string {
  const parts = random.below(2) ? [random.pick(shapes)] : [];
  for (let i = random.below(14); i > 0; i--) parts.push(random.pick(pieces));
  return parts.join(random.below(3) ? ' ' : '');
}

const uses: readonly ((text: string) => void)[] = [
  (text) => {
    const test = new ConditionBinder('ConditionExpression', new Placeholders(names, values)).test(parsedCondition('ConditionExpression', text));
    for (const item of items) expect(typeof test(item)).toBe('boolean');
  },
  (text) => {
    const update = bindUpdate(parsedUpdate(text), new Placeholders(names, values));
    for (const item of items) applyUpdate(update, item);
  },
  (text) => {
    const paths = parsedProjection(text).map((node) => new Placeholders(names, values).path('ProjectionExpression', node));
    checkPaths('ProjectionExpression', paths);
    for (const item of items) new Projector(paths).project(item);
  },
];

it('any text is an expression or a ValidationException', () => {
  const seed = 20_261_121;
  const random = new Random(seed);
  let accepted = 0;
  for (let i = 0; i < 30_000; i++) {
    const text = randomText(random);
    for (const use of uses) {
      try {
        use(text);
        accepted++;
      } catch (error) {
        if (error instanceof AwsError && error.code === 'ValidationException') continue;
        throw new Error(`seed ${seed}: ${JSON.stringify(text)}`, { cause: error });
      }
    }
  }
  expect(accepted).toBeGreaterThan(300);
  expect(structuredClone(items)).toEqual(items);
});

import type { AttributeValueUpdate } from '@aws-sdk/client-dynamodb';
import { emptyAttributeName, invalidParameter, validation } from '../../errors.js';
import type { BoundAction, BoundUpdate } from '../expressions/update.js';
import { added } from '../expressions/update.js';
import { valueAt } from '../expressions/condition.js';
import { readValue } from '../readValue.js';
import type { TypeName, Value } from '../value.js';
import { typeOf } from '../value.js';

const sets: readonly TypeName[] = ['SS', 'NS', 'BS'];
const addable: readonly TypeName[] = ['N', 'L', ...sets];

/** AttributeUpdates, in the form that UpdateExpression takes too. */
export function boundAttributeUpdates(updates: Readonly<Record<string, AttributeValueUpdate>>): BoundUpdate {
  const actions = Object.entries(updates).map(([name, { Action = 'PUT', Value: value }]) => action(name, Action, value && readValue(value as Value)));
  return { actions, targets: actions.map(({ path }) => path), sources: [] };
}

function action(name: string, verb: string, value: Value | undefined): BoundAction {
  if (name === '') throw emptyAttributeName();
  const path = [name];
  if (!value) {
    if (verb !== 'DELETE') throw invalidParameter('Only DELETE action is allowed when no attribute value is specified');
    return { type: 'remove', path };
  }
  const type = typeOf(value);
  if (verb === 'PUT') return { type: 'set', path, value: () => value };
  if (verb === 'DELETE') {
    if (!sets.includes(type)) throw invalidParameter(`DELETE action with value is not supported for the type ${type}`);
    return { type: 'delete', path, value };
  }
  if (!addable.includes(type)) throw invalidParameter(`ADD action is not supported for the type ${type}`);
  return { type: 'set', path, value: (item) => plus(valueAt(item, path), value) };
}

/** ADD also puts elements behind a list. */
function plus(value: Value | undefined, more: Value): Value {
  if (value && typeOf(value) !== typeOf(more)) throw validation('Type mismatch for attribute to update');
  return value?.L && more.L ? { L: [...value.L, ...more.L] } : added(value, more);
}

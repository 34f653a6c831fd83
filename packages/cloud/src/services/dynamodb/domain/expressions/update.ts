import { validation } from '../../errors.js';
import { addNumbers } from '../number.js';
import type { Attributes, Value } from '../value.js';
import { bytesText, setMembers, typeOf } from '../value.js';
import { valueAt } from './condition.js';
import { Draft } from './draft.js';
import { Projector } from './paths.js';
import type { Path } from './placeholders.js';

/** The value of an operand; throws where the item lacks it. */
export type Compute = (item: Attributes) => Value;

export type BoundAction =
  | { readonly type: 'set'; readonly path: Path; readonly value: Compute }
  | { readonly type: 'remove'; readonly path: Path }
  | { readonly type: 'add' | 'delete'; readonly path: Path; readonly value: Value };

/** An update with the names and values of one request. */
export interface BoundUpdate {
  readonly actions: readonly BoundAction[];
  /** Every path that an action changes, then those that it reads. */
  readonly targets: readonly Path[];
  readonly sources: readonly Path[];
}

export const wrongOperand = (): Error => validation('An operand in the update expression has an incorrect data type');
export const missingOperand = (): Error => validation('The provided expression refers to an attribute that does not exist in the item');

/** The item after the update. Everything is read from the item as it was. */
export function applyUpdate({ actions }: BoundUpdate, item: Attributes): Attributes {
  const draft = new Draft(item);
  for (const action of actions) {
    if (action.type === 'set') draft.set(action.path, action.value(item));
    else if (action.type === 'remove') draft.remove(action.path);
    else if (action.type === 'add') draft.set(action.path, added(valueAt(item, action.path), action.value));
    else subtract(draft, action.path, valueAt(item, action.path), action.value);
  }
  return draft.finish();
}

/** ADD: a number to a number, members to a set; to nothing, the value itself. */
export function added(value: Value | undefined, more: Value): Value {
  if (!value) return more;
  if (typeOf(value) !== typeOf(more)) throw wrongOperand();
  return more.N === undefined ? union(value, more) : { N: addNumbers(value.N!, more.N) };
}

function union(set: Value, more: Value): Value {
  if (set.SS) return { SS: [...new Set([...set.SS, ...more.SS!])] };
  if (set.NS) return { NS: [...new Set([...set.NS, ...more.NS!])] };
  const members = new Set(setMembers(set));
  return { BS: [...set.BS!, ...more.BS!.filter((member) => !members.has(bytesText(member)))] };
}

/** DELETE: members out of a set; a set that empties goes altogether. */
function subtract(draft: Draft, path: Path, set: Value | undefined, less: Value): void {
  if (!set) return;
  const rest = without(set, less);
  if (rest) draft.set(path, rest);
  else draft.remove(path);
}

export function without(set: Value, less: Value): Value | undefined {
  if (typeOf(set) !== typeOf(less)) throw wrongOperand();
  const gone = new Set(setMembers(less));
  if (set.SS) return nonEmpty('SS', set.SS.filter((member) => !gone.has(member)));
  if (set.NS) return nonEmpty('NS', set.NS.filter((member) => !gone.has(member)));
  return nonEmpty('BS', set.BS!.filter((member) => !gone.has(bytesText(member))));
}

const nonEmpty = (type: 'SS' | 'NS' | 'BS', members: readonly unknown[]): Value | undefined =>
  members.length > 0 ? ({ [type]: members } as Value) : undefined;

/** Just what an update changed, of the item before or after it: UPDATED_OLD, UPDATED_NEW. */
export function updatedAttributes({ targets }: BoundUpdate, item: Attributes): Attributes | undefined {
  const kept = new Projector(targets).project(item);
  return Object.keys(kept).length > 0 ? kept : undefined;
}

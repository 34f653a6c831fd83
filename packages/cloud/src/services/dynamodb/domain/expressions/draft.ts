import { validation } from '../../errors.js';
import type { Attributes, Value } from '../value.js';
import { attribute, setAttribute } from '../value.js';
import type { Path } from './placeholders.js';

const invalidPath = (): Error => validation('The document path provided in the update expression is invalid for update');

type Container = Record<string, Value> | Value[];

function below(container: Container, step: string | number): Value | undefined {
  if (Array.isArray(container)) return typeof step === 'number' ? container[step] : undefined;
  return typeof step === 'string' ? attribute(container, step) : undefined;
}

/** What is to happen to a list once every action is known: indexes mean places in the list as it was. */
interface ListChange {
  readonly removed: Set<number>;
  readonly added: Map<number, Value>;
}

/**
 * An item being changed. Copies only the maps and lists on the way to what changes; the original stays as it was.
 */
export class Draft {
  private readonly root: Record<string, Value>;
  /** Copies made by this draft, which may be changed in place. */
  private readonly own = new Set<object>();
  private readonly lists = new Map<Value[], ListChange>();

  constructor(item: Attributes) {
    this.root = { ...item };
  }

  set(path: Path, value: Value): void {
    const container = this.container(path);
    if (!container) throw invalidPath();
    const step = path[path.length - 1]!;
    if (typeof step === 'string') {
      if (Array.isArray(container)) throw invalidPath();
      setAttribute(container, step, value);
    } else if (!Array.isArray(container)) throw invalidPath();
    else if (step < container.length) container[step] = value;
    else this.change(container).added.set(step, value);
  }

  /** Removing what is not there is no error, a way that leads through nothing is. */
  remove(path: Path): void {
    const container = this.container(path);
    if (!container) throw invalidPath();
    const step = path[path.length - 1]!;
    if (typeof step === 'number') {
      if (!Array.isArray(container)) throw invalidPath();
      this.change(container).removed.add(step);
    } else if (Array.isArray(container)) throw invalidPath();
    else delete container[step];
  }

  finish(): Attributes {
    for (const [list, { removed, added }] of this.lists) {
      const kept = list.filter((_value, at) => !removed.has(at));
      const appended = [...added].sort(([a], [b]) => a - b).map(([, value]) => value);
      list.splice(0, list.length, ...kept, ...appended);
    }
    return this.root;
  }

  /** A changeable copy of the map or list that holds the last step; undefined where the way does not lead there. */
  private container(path: Path): Container | undefined {
    let at: Container = this.root;
    for (const step of path.slice(0, -1)) {
      const value = below(at, step);
      if (!value?.M && !value?.L) return undefined;
      const copy: Container = this.copy(value);
      if (copy !== (value.M ?? value.L)) {
        const holder: Value = Array.isArray(copy) ? { L: copy } : { M: copy };
        if (Array.isArray(at)) at[step as number] = holder;
        else setAttribute(at, step as string, holder);
      }
      at = copy;
    }
    return at;
  }

  private copy({ M, L }: Value): Container {
    const held = (M ?? L)!;
    if (this.own.has(held)) return held as Container;
    const copy = Array.isArray(held) ? [...(held as Value[])] : { ...(held as Attributes) };
    this.own.add(copy);
    return copy;
  }

  private change(list: Value[]): ListChange {
    let change = this.lists.get(list);
    if (!change) this.lists.set(list, (change = { removed: new Set(), added: new Map() }));
    return change;
  }
}

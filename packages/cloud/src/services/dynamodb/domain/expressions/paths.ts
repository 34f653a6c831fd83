import type { Attributes, Value } from '../value.js';
import { attribute, setAttribute } from '../value.js';
import type { Path } from './placeholders.js';
import { showPath } from './placeholders.js';
import type { ExpressionKind } from './tokens.js';
import { invalidExpression } from './tokens.js';

/** Throws where of two paths one lies within the other, or one takes for a list what the other takes for a map. */
export function checkPaths(kind: ExpressionKind, paths: readonly Path[]): void {
  refuse(kind, paths, 'overlap', overlap);
  refuse(kind, paths, 'conflict', conflict);
}

function refuse(kind: ExpressionKind, paths: readonly Path[], verb: string, meet: (one: Path, two: Path) => boolean): void {
  for (let second = 1; second < paths.length; second++) {
    for (let first = 0; first < second; first++) {
      const [one, two] = [paths[first]!, paths[second]!];
      if (one[0] !== two[0] || !meet(one, two)) continue;
      throw invalidExpression(
        kind,
        `Two document paths ${verb} with each other; must remove or rewrite one of these paths; path one: ${showPath(one)}, path two: ${showPath(two)}`,
      );
    }
  }
}

/** Length of the way that both go. */
function common(one: Path, two: Path): number {
  let at = 0;
  while (at < one.length && at < two.length && one[at] === two[at]) at++;
  return at;
}

const overlap = (one: Path, two: Path): boolean => common(one, two) === Math.min(one.length, two.length);

function conflict(one: Path, two: Path): boolean {
  const at = common(one, two);
  return at < one.length && at < two.length && typeof one[at] !== typeof two[at];
}

/** Parts of documents to keep: a tree of names and indexes, `true` where everything below is kept. */
type Selection = Map<string | number, Selection | true>;

/** Cuts an item down to some paths. Elements of lists move together, in their order. */
export class Projector {
  private readonly selection: Selection = new Map();

  constructor(readonly paths: readonly Path[]) {
    for (const path of paths) this.add(path);
  }

  private add(path: Path): void {
    let at = this.selection;
    for (const step of path.slice(0, -1)) {
      let below = at.get(step);
      if (below === true) return;
      if (!below) at.set(step, (below = new Map()));
      at = below;
    }
    at.set(path[path.length - 1]!, true);
  }

  project(item: Attributes): Attributes {
    return cutMap(item, this.selection) ?? {};
  }

  /** Names of the attributes that the paths begin with. */
  names(): string[] {
    return [...this.selection.keys()] as string[];
  }
}

function cutMap(map: Attributes, selection: Selection): Attributes | undefined {
  let kept: Record<string, Value> | undefined;
  for (const [name, below] of selection) {
    const value = typeof name === 'string' ? attribute(map, name) : undefined;
    const part = value && (below === true ? value : cut(value, below));
    if (part) setAttribute((kept ??= {}), name as string, part);
  }
  return kept;
}

function cut(value: Value, selection: Selection): Value | undefined {
  if (value.M) {
    const map = cutMap(value.M, selection);
    return map && { M: map };
  }
  if (!value.L) return undefined;
  const kept: Value[] = [];
  for (const index of [...selection.keys()].filter((step) => typeof step === 'number').sort((a, b) => a - b)) {
    const element = value.L[index];
    const below = selection.get(index)!;
    const part = element && (below === true ? element : cut(element, below));
    if (part) kept.push(part);
  }
  return kept.length > 0 ? { L: kept } : undefined;
}

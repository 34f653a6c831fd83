import { describe, expect, it } from 'vitest';
import { CowTree } from './cowTree.js';
import { Random } from './random.js';

const sorted = (model: ReadonlyMap<string, number>) => [...model].sort(([a], [b]) => (a < b ? -1 : 1));

describe('CowTree', () => {
  it.each([1, 2, 3, 4, 5])('agrees with a sorted map under random writes, deletes, clones and ranges (seed %i)', (seed) => {
    const random = new Random(seed);
    const pairs: { tree: CowTree<number>; model: Map<string, number> }[] = [{ tree: new CowTree(), model: new Map() }];
    for (let step = 0; step < 12_000; step++) {
      const pair = random.pick(pairs);
      const key = String(random.below(seed % 2 ? 4000 : 400)).padStart(5, '0');
      const choice = random.below(100);
      if (choice < 55) {
        expect(pair.tree.set(key, step)).toBe(pair.model.get(key));
        pair.model.set(key, step);
      } else if (choice < 95) {
        expect(pair.tree.delete(key)).toBe(pair.model.get(key));
        pair.model.delete(key);
      } else if (choice < 97 && pairs.length < 6) pairs.push({ tree: pair.tree.clone(), model: new Map(pair.model) });
      else {
        const to = String(random.below(4000)).padStart(5, '0');
        const inRange = sorted(pair.model).filter(([k]) => k >= key && k < to);
        expect([...pair.tree.range({ from: key, before: to })]).toEqual(inRange);
        expect([...pair.tree.range({ after: key, before: to, reverse: true })]).toEqual(inRange.filter(([k]) => k !== key).reverse());
        expect([...pair.tree.range({ from: key, limit: 3 })]).toEqual(sorted(pair.model).filter(([k]) => k >= key).slice(0, 3));
      }
    }
    for (const { tree, model } of pairs) {
      expect(tree.size).toBe(model.size);
      expect([...tree.range()]).toEqual(sorted(model));
      expect([...tree.range({ reverse: true })]).toEqual(sorted(model).reverse());
    }
  });

  it('lets a cursor go on while the tree changes under it', () => {
    const tree = new CowTree<number>();
    for (let i = 0; i < 1000; i++) tree.set(String(i).padStart(4, '0'), i);
    const seen: number[] = [];
    for (const [key, value] of tree.range()) {
      seen.push(value);
      tree.delete(key);
    }
    expect(seen).toHaveLength(1000);
    expect(tree.size).toBe(0);
    expect([...tree.range()]).toEqual([]);
  });

  it('keeps a prefix apart from its neighbours, both ways', () => {
    const tree = new CowTree<number>();
    for (const key of ['a', 'a\u0000b', 'a\u0000c', 'a\u0001', 'b']) tree.set(key, 1);
    expect([...tree.range({ prefix: 'a\u0000' })].map(([k]) => k)).toEqual(['a\u0000b', 'a\u0000c']);
    expect([...tree.range({ prefix: 'a\u0000', reverse: true })].map(([k]) => k)).toEqual(['a\u0000c', 'a\u0000b']);
    expect([...tree.range({ prefix: 'a\u0000', after: 'b' })].map(([k]) => k)).toEqual(['a\u0000c']);
  });
});

import { describe, expect, it } from 'vitest';
import { findCycle, reversed, topologicalOrder, walkGraph } from './graph.js';

const graph = new Map([['d', ['b', 'c']], ['c', ['a']], ['b', ['a']], ['a', []]]);

describe('graph', () => {
  it('orders each behind what it needs', () => {
    expect(topologicalOrder(graph)).toEqual(['a', 'b', 'c', 'd']);
    expect(topologicalOrder(reversed(graph))).toEqual(['d', 'c', 'b', 'a']);
  });

  it('finds a circle, and nothing else', () => {
    expect(findCycle(graph)).toBeUndefined();
    expect(findCycle(new Map([['x', ['y']], ['y', ['z']], ['z', ['y']], ['w', ['x']]]))).toEqual(['y', 'z']);
  });

  it('walks in parallel, in order, and begins nothing new after a refusal', async () => {
    const begun: string[] = [];
    const gates = new Map<string, (go: boolean) => void>();
    const walk = walkGraph(graph, (name) => {
      begun.push(name);
      return new Promise((resolve) => gates.set(name, resolve));
    });
    const answer = async (name: string, go: boolean): Promise<void> => {
      gates.get(name)!(go);
      await Promise.resolve().then(() => {}).then(() => {});
    };
    expect(begun).toEqual(['a']);
    await answer('a', true);
    expect(begun).toEqual(['a', 'c', 'b']);
    await answer('c', false);
    await answer('b', true);
    await walk;
    expect(begun).toEqual(['a', 'c', 'b']);
  });

  it('ends all that was begun before it rejects', async () => {
    let ended = false;
    const walk = walkGraph(new Map([['a', []], ['b', []]]), async (name) => {
      if (name === 'a') throw new Error('broken');
      await Promise.resolve();
      ended = true;
      return true;
    });
    await expect(walk).rejects.toThrow('broken');
    expect(ended).toBe(true);
  });
});

/** Every name on a circle, in the order of the graph; undefined where there is none. Edges to unknown names do not count. */
export function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  // Names nothing on a circle waits for fall away from both ends until only circles (and what links them) remain.
  const left = new Map([...graph].map(([name, edges]) => [name, new Set(edges.filter((edge) => graph.has(edge)))]));
  let shrank = true;
  while (shrank && left.size > 0) {
    shrank = false;
    const needed = new Set([...left.values()].flatMap((edges) => [...edges]));
    for (const [name, edges] of left) {
      for (const edge of edges) if (!left.has(edge)) edges.delete(edge);
      if (edges.size > 0 && needed.has(name)) continue;
      left.delete(name);
      shrank = true;
    }
  }
  return left.size > 0 ? [...left.keys()] : undefined;
}

/** Names in an order in which each comes after all it depends on. The graph has no circle. */
export function topologicalOrder(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const out: string[] = [];
  const visit = (name: string): void => {
    if (done.has(name) || !graph.has(name)) return;
    done.add(name);
    for (const edge of graph.get(name)!) visit(edge);
    out.push(name);
  };
  for (const name of graph.keys()) visit(name);
  return out;
}

/** The graph with every edge turned round. */
export function reversed(graph: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const out = new Map<string, string[]>([...graph.keys()].map((name) => [name, []]));
  for (const [name, edges] of graph) for (const edge of edges) out.get(edge)?.push(name);
  return out;
}

/**
 * Visits every name as soon as all it depends on have been visited, many at a time. Where `visit` gives false, what
 * depends on the name is left out. Resolves, or rejects as `visit` did, once all that was begun has ended.
 */
export async function walkGraph(graph: ReadonlyMap<string, readonly string[]>, visit: (name: string) => Promise<boolean>): Promise<void> {
  const waiting = new Map([...graph].map(([name, edges]) => [name, new Set(edges.filter((edge) => graph.has(edge) && edge !== name))]));
  const dependents = reversed(graph);
  const running: Promise<void>[] = [];
  let stopped = false;
  const failures: unknown[] = [];
  const begin = (name: string): void => {
    waiting.delete(name);
    running.push(run(name));
  };
  const run = async (name: string): Promise<void> => {
    try {
      if (!(await visit(name))) return;
    } catch (error) {
      stopped = true;
      failures.push(error);
    }
    if (stopped) return;
    for (const dependent of dependents.get(name)!) {
      const edges = waiting.get(dependent);
      if (edges?.delete(name) && edges.size === 0) begin(dependent);
    }
  };
  for (const [name, edges] of [...waiting]) if (edges.size === 0 && !stopped) begin(name);
  // `running` grows while it is awaited.
  for (let i = 0; i < running.length; i++) await running[i];
  if (failures.length > 0) throw failures[0];
}

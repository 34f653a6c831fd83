import type { Trace, TraceSummary } from '@terrella/cloud';
import { labAt } from '../lab.js';
import type { CommonOptions } from '../options.js';
import { createOutput, UserError } from '../output.js';
import { renderTrace, renderTraces } from '../traceTree.js';

/** One trace as a tree, or the latest ones as a list. */
export async function trace(id: string | undefined, options: CommonOptions & { readonly limit: string; readonly all?: boolean }): Promise<void> {
  const output = createOutput(options.json === true);
  const lab = labAt(options.endpoint);
  await lab.required();
  if (!/^[1-9]\d*$/.test(options.limit)) throw new UserError(`--limit takes a number above 0, not ${options.limit}`, 2);
  if (id === undefined) {
    const { traces } = (await lab.get<{ traces: TraceSummary[] }>(`traces?limit=${encodeURIComponent(options.limit)}&all=${options.all === true}`))!;
    output.result({ traces });
    for (const line of renderTraces(traces, output.style)) output.line(line);
    return;
  }
  const found = await lab.get<Trace>(`traces/${encodeURIComponent(id)}`);
  if (!found) throw new UserError(`No trace ${id} in the journal: \`terrella trace\` lists the latest`);
  output.result(found);
  for (const line of renderTrace(found, output.style, options.all)) output.line(line);
}

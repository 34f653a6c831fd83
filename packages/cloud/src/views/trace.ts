import type { JournalRecord } from '../kernel/journal.js';
import type { Journal } from '../kernel/journalLog.js';

/** A record and what it caused, in the order in which that began. */
export interface TraceNode {
  readonly record: JournalRecord;
  readonly effects: readonly TraceNode[];
}

export interface Trace {
  readonly traceId: string;
  /** Usually one; several where what began the trace is no longer in the journal. */
  readonly roots: readonly TraceNode[];
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly records: number;
  readonly errors: number;
}

/** One line a trace, for lists. */
export interface TraceSummary {
  readonly traceId: string;
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly records: number;
  readonly errors: number;
  readonly begins: string;
}

/** A receive belongs to its poller's trace, and under each message that it took. */
function causeOf<N extends TraceNode>({ record }: TraceNode, nodes: ReadonlyMap<string, N>): N | undefined {
  for (const spanId of [record.parentSpanId, ...(record.links ?? []).map((link) => link.spanId)]) {
    const parent = spanId === undefined ? undefined : nodes.get(spanId);
    if (parent) return parent;
  }
  return undefined;
}

function nodesOf(records: readonly JournalRecord[]): TraceNode[] {
  const nodes = new Map<string, { record: JournalRecord; effects: TraceNode[] }>();
  for (const record of records) nodes.set(record.spanId, { record, effects: [] });
  const roots: TraceNode[] = [];
  for (const node of nodes.values()) {
    const parent = causeOf(node, nodes);
    if (parent && parent !== node) parent.effects.push(node);
    else roots.push(node);
  }
  const byStart = (a: TraceNode, b: TraceNode) => a.record.startedAtMs - b.record.startedAtMs || a.record.sequence - b.record.sequence;
  for (const node of nodes.values()) node.effects.sort(byStart);
  return roots.sort(byStart);
}

/** By trace id, request id or span id. */
export function findTrace(journal: Journal, id: string): Trace | undefined {
  let traceId: string | undefined;
  for (const record of journal.recordsReversed()) {
    if (record.traceId !== id && record.requestId !== id && record.spanId !== id) continue;
    traceId = record.traceId;
    break;
  }
  if (traceId === undefined) return undefined;
  const records = [...journal.records()].filter((record) => record.traceId === traceId || record.links?.some((link) => link.traceId === traceId));
  // A long poll that took a message may have begun before the trace did.
  const own = records.filter((record) => record.traceId === traceId);
  return {
    traceId,
    roots: nodesOf(records),
    startedAtMs: Math.min(...own.map((record) => record.startedAtMs)),
    endedAtMs: Math.max(...records.map((record) => record.endedAtMs)),
    records: records.length,
    errors: records.filter((record) => record.error).length,
  };
}

/** A poller that found nothing, or a look at something: true, and of no interest in a list. */
const isLook = (record: JournalRecord): boolean =>
  record.kind === 'call' && /^(Describe|Get|List|Head|BatchGet|Query|Scan|Receive|Filter|Lookup)/.test(record.operation);

/** The latest traces, newest first; without `all` those that did nothing but look are left out. */
export function listTraces(journal: Journal, limit: number, all = false): TraceSummary[] {
  const traces = new Map<string, { first: JournalRecord; endedAtMs: number; records: number; errors: number; looks: number }>();
  for (const record of journal.recordsReversed()) {
    let trace = traces.get(record.traceId);
    if (!trace) traces.set(record.traceId, (trace = { first: record, endedAtMs: record.endedAtMs, records: 0, errors: 0, looks: 0 }));
    trace.records++;
    if (record.error) trace.errors++;
    if (isLook(record)) trace.looks++;
    if (record.startedAtMs <= trace.first.startedAtMs) trace.first = record;
    trace.endedAtMs = Math.max(trace.endedAtMs, record.endedAtMs);
  }
  const shown = [...traces].filter(([, { records, looks, errors }]) => all || errors > 0 || looks < records);
  return shown.slice(0, limit).map(([traceId, { first, endedAtMs, records, errors }]) => ({
    traceId,
    startedAtMs: first.startedAtMs,
    durationMs: endedAtMs - first.startedAtMs,
    records,
    errors,
    begins: `${first.service} ${first.operation}`,
  }));
}

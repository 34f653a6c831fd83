import { defineFacility } from './facility.js';
import type { Facility } from './facility.js';
import type { JournalRecord, RecordKind } from './journal.js';
import type { Journal } from './journalLog.js';

export interface JournalFilter {
  readonly service?: string;
  readonly kind?: RecordKind;
  /** Inclusive. */
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  readonly account: string;
  readonly region: string;
}

export interface JournalView {
  /** Matching records in the order in which they ended. */
  records(filter: JournalFilter): Iterable<JournalRecord>;
}

/** Read access to the journal for services that are views over it. The cloud provides it at start. */
export const journalView: Facility<JournalView> = defineFacility<JournalView>({
  name: 'journalView',
  start: () => {
    throw new Error('The cloud provides the journal view when it starts');
  },
});

export const viewOf = (journal: Journal): JournalView => ({
  *records(filter) {
    for (const record of journal.records()) {
      if (record.endedAtMs < filter.fromMs || record.endedAtMs >= filter.toMs) continue;
      if (record.account !== filter.account || record.region !== filter.region) continue;
      if (filter.service !== undefined && record.service !== filter.service) continue;
      if (filter.kind !== undefined && record.kind !== filter.kind) continue;
      yield record;
    }
  },
});

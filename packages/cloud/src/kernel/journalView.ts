import { defineFacility } from './facility.js';
import type { Facility } from './facility.js';
import type { JournalRecord, RecordKind } from './journal.js';

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

import type { JournalRecord } from './journal.js';

const chunkRecords = 512;

/**
 * The journal: append-only, bounded by number of records. A fork shares the chunks that are full.
 * Subscribers get each record once, in order, after it was appended.
 */
export class Journal {
  private chunks: JournalRecord[][] = [[]];
  private nextSequence = 1;
  private subscribers: readonly ((record: JournalRecord) => void)[] = [];

  constructor(readonly capacityRecords = 50_000) {}

  append(record: Omit<JournalRecord, 'sequence'>): JournalRecord {
    const entry = record as JournalRecord & { sequence: number };
    entry.sequence = this.nextSequence++;
    this.restore(entry);
    for (const subscriber of this.subscribers) subscriber(entry);
    return entry;
  }

  /** Puts a record back that was appended before a restart. */
  restore(record: JournalRecord): void {
    if (record.sequence >= this.nextSequence) this.nextSequence = record.sequence + 1;
    let last = this.chunks[this.chunks.length - 1]!;
    if (last.length >= chunkRecords) {
      this.chunks.push((last = []));
      if (this.chunks.length * chunkRecords > this.capacityRecords + chunkRecords) this.chunks.shift();
    }
    last.push(record);
  }

  /** Whether the record was appended or restored already. */
  holds(record: JournalRecord): boolean {
    return record.sequence < this.nextSequence;
  }

  subscribe(subscriber: (record: JournalRecord) => void): () => void {
    this.subscribers = [...this.subscribers, subscriber];
    return () => {
      this.subscribers = this.subscribers.filter((other) => other !== subscriber);
    };
  }

  /** Oldest first. */
  *records(): IterableIterator<JournalRecord> {
    for (const chunk of this.chunks) yield* chunk;
  }

  /** Newest first. */
  *recordsReversed(): IterableIterator<JournalRecord> {
    for (let c = this.chunks.length - 1; c >= 0; c--) {
      const chunk = this.chunks[c]!;
      for (let i = chunk.length - 1; i >= 0; i--) yield chunk[i]!;
    }
  }

  fork(): Journal {
    const copy = new Journal(this.capacityRecords);
    copy.chunks = this.chunks.slice();
    copy.chunks[copy.chunks.length - 1] = copy.chunks[copy.chunks.length - 1]!.slice();
    copy.nextSequence = this.nextSequence;
    return copy;
  }
}

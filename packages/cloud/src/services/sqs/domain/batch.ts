import { AwsError } from '../../../kernel/errors.js';
import { batchEntryIdsNotDistinct, emptyBatchRequest, invalidBatchEntryId, tooManyEntriesInBatchRequest } from '../errors.js';
import { limits } from '../limits.js';

const idForm = /^[A-Za-z0-9_-]{1,80}$/;

/** What is wrong with a batch as a whole fails it as a whole. `entryType` is the entries' name in AWS's message. */
export function checkBatch(entries: readonly { readonly Id?: string | undefined }[] | undefined, entryType: string): void {
  if (!entries || entries.length === 0) throw emptyBatchRequest(entryType);
  if (entries.length > limits.batchEntries.value) throw tooManyEntriesInBatchRequest(entries.length);
  const seen = new Set<string>();
  for (const { Id: id } of entries) {
    if (id === undefined || !idForm.test(id)) throw invalidBatchEntryId();
    if (seen.has(id)) throw batchEntryIdsNotDistinct(id);
    seen.add(id);
  }
}

/** One entry's failure. */
export interface Failed {
  readonly Id: string;
  readonly SenderFault: boolean;
  readonly Code: string;
  readonly Message: string;
}

/** Does each entry on its own; one that fails leaves the others alone. */
export function eachEntry<E extends { readonly Id: string }, R>(entries: readonly E[], perform: (entry: E) => R): { Successful: R[]; Failed: Failed[] } {
  const Successful: R[] = [];
  const Failed: Failed[] = [];
  for (const entry of entries) {
    try {
      Successful.push(perform(entry));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id: entry.Id, SenderFault: error.fault === 'client', Code: error.code, Message: error.message });
    }
  }
  return { Successful, Failed };
}

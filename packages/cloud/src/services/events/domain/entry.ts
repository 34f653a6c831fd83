import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { validation } from '../errors.js';
import { limits } from '../limits.js';
import { parseDetail } from './event.js';

/** What PutEvents answers for an entry that it does not take. */
export interface Refusal {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

export interface CheckedEntry {
  readonly source: string;
  readonly detailType: string;
  readonly detail: string;
  readonly parsedDetail: object;
}

const refusal = (ErrorCode: string, ErrorMessage: string): Refusal => ({ ErrorCode, ErrorMessage });

const required = (name: string): Refusal => refusal('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);

/**
 * An entry that becomes an event, or why not. Sources that begin with `aws.` are AWS's own.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html
 */
export function checkEntry(entry: PutEventsRequestEntry, fromAws: boolean): CheckedEntry | Refusal {
  const { Source, DetailType, Detail } = entry;
  if (!Source) return required('Source');
  if (!DetailType) return required('DetailType');
  if (!Detail) return required('Detail');
  if (!fromAws && /^aws\./i.test(Source)) return refusal('NotAuthorizedForSourceException', 'Not authorized for the source.');
  if (DetailType.length > limits.detailTypeLength.value) {
    return refusal('InvalidArgument', `Parameter DetailType is not valid. Reason: DetailType is longer than ${limits.detailTypeLength.value} characters.`);
  }
  const parsedDetail = parseDetail(Detail);
  if (!parsedDetail || isTooDeep(Detail)) return refusal('MalformedDetail', 'Detail is malformed.');
  return { source: Source, detailType: DetailType, detail: Detail, parsedDetail };
}

/** Throws ValidationException where the entries together are too large. */
export function checkSize(entries: readonly PutEventsRequestEntry[]): void {
  let size = 0;
  for (const entry of entries) size += sizeOf(entry);
  if (size > limits.entriesSize.value) throw validation('Total size of the entries in the request is over the limit.');
}

const bytes = (text: string | undefined): number => (text === undefined ? 0 : Buffer.byteLength(text));

function sizeOf({ Time, Source, DetailType, Detail, Resources }: PutEventsRequestEntry): number {
  let size = (Time ? limits.timeSize.value : 0) + bytes(Source) + bytes(DetailType) + bytes(Detail);
  if (Resources) for (const resource of Resources) size += bytes(resource);
  return size;
}

/** Counts brackets only in texts that have enough of them to matter. */
function isTooDeep(json: string): boolean {
  if (json.length <= 2 * limits.detailDepth.value) return false;
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    const char = json[at];
    if (char === '"') {
      for (at++; json[at] !== '"'; at++) if (json[at] === '\\') at++;
    } else if (char === '{' || char === '[') {
      if (++depth > limits.detailDepth.value) return true;
    } else if (char === '}' || char === ']') depth--;
  }
  return false;
}

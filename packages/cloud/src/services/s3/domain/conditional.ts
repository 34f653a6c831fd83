import { notModified, preconditionFailed } from '../errors.js';
import type { Readable } from './versions.js';

export interface ReadConditions {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
  readonly IfModifiedSince?: Date | undefined;
  readonly IfUnmodifiedSince?: Date | undefined;
}

/** Whether a header such as `"abc", W/"def"` or `*` names the tag. */
export function namesEtag(header: string, etag: string): boolean {
  if (header.trim() === '*') return true;
  return header.split(',').some((part) => bareEtag(part.trim()) === etag);
}

/** An entity tag without weakness mark and quotes. */
export const bareEtag = (text: string): string => text.replace(/^W\//, '').replace(/^"(.*)"$/, '$1');

/**
 * The conditions of a read, in the order of RFC 9110 section 13.2.2: If-Match silences If-Unmodified-Since,
 * If-None-Match silences If-Modified-Since. Throws 412 or 304.
 */
export function checkReadConditions(conditions: ReadConditions, { record, content }: Readable): void {
  const failed = failedReadCondition(conditions, content.etag, record.lastModifiedMs);
  if (failed === 'If-None-Match' || failed === 'If-Modified-Since') throw notModified(content.etag, record.lastModifiedMs);
  if (failed) throw preconditionFailed(failed);
}

/** A copy's conditions on its source: every failure is a 412. */
export function checkCopyConditions(conditions: ReadConditions, { record, content }: Readable): void {
  const failed = failedReadCondition(conditions, content.etag, record.lastModifiedMs);
  if (failed) throw preconditionFailed(`x-amz-copy-source-${failed}`);
}

function failedReadCondition(conditions: ReadConditions, etag: string, lastModifiedMs: number): string | undefined {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  if (IfMatch !== undefined) {
    if (!namesEtag(IfMatch, etag)) return 'If-Match';
  } else if (IfUnmodifiedSince && lastModifiedMs > IfUnmodifiedSince.getTime()) return 'If-Unmodified-Since';
  if (IfNoneMatch !== undefined) return namesEtag(IfNoneMatch, etag) ? 'If-None-Match' : undefined;
  return IfModifiedSince && lastModifiedMs <= IfModifiedSince.getTime() ? 'If-Modified-Since' : undefined;
}

import type { Context } from '../../../kernel/service.js';
import { invalidParameter, revisionMismatch } from '../errors.js';
import { functions, versions } from './records.js';
import type { FunctionRecord, VersionRecord } from './records.js';
import { codeSha256 } from './configuration.js';
import { publishedVersion, versionKey } from './lookup.js';
import type { FoundFunction } from './lookup.js';

export interface Publication {
  readonly version: VersionRecord;
  /** False where nothing has changed since the last version, which then is the answer. */
  readonly isNew: boolean;
}

/** Makes a numbered version of `$LATEST`, unless the last one is the same. */
export function publish(ctx: Context, found: FoundFunction, description: string | undefined): Publication {
  const { record, scope, name } = found;
  const { latest } = record;
  const last = record.lastVersion > 0 ? publishedVersion(ctx, scope, name, String(record.lastVersion)) : undefined;
  if (last && isSame(last, latest) && (description === undefined || description === last.description)) return { version: last, isNew: false };
  const number = record.lastVersion + 1;
  const version: VersionRecord = {
    ...latest,
    version: String(number),
    description: description ?? latest.description,
    revisionId: ctx.ids.uuid(),
    lastModifiedMs: ctx.now,
  };
  ctx.table(versions, scope).put(versionKey(name, version.version), version);
  ctx.table(functions, scope).put(name, { ...record, lastVersion: number } satisfies FunctionRecord);
  return { version, isNew: true };
}

/** Whether code and configuration are the same; what only tells one version from another is left out. */
function isSame(a: VersionRecord, b: VersionRecord): boolean {
  return JSON.stringify(comparable(a)) === JSON.stringify(comparable(b));
}

const comparable = (version: VersionRecord): unknown[] => {
  const { version: _version, revisionId: _revisionId, lastModifiedMs: _lastModifiedMs, description: _description, ...rest } = version;
  return Object.entries(rest).sort(([one], [other]) => (one < other ? -1 : 1));
};

/** Throws where the caller has read another revision or other code than there is now. */
export function checkExpectations({ latest }: FunctionRecord, { RevisionId: revision, CodeSha256: hash }: { RevisionId?: string | undefined; CodeSha256?: string | undefined }): void {
  if (revision !== undefined && revision !== latest.revisionId) throw revisionMismatch('GetFunction/GetAlias');
  const current = codeSha256(latest.code);
  if (hash !== undefined && hash !== '' && hash !== current) {
    throw invalidParameter(`CodeSHA256 (${hash}) is different from current CodeSHA256 in $LATEST (${current}). Please try again with the CodeSHA256 in $LATEST.`);
  }
}

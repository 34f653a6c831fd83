import { createHash } from 'node:crypto';
import { awsManagedPolicyTable } from './awsManagedPolicyTable.js';
import type { PolicyRecord } from './records.js';

let byArn: Map<string, PolicyRecord> | undefined;

/** AWS's own policies by ARN, read from the table on first use. */
export function awsManagedPolicies(): ReadonlyMap<string, PolicyRecord> {
  byArn ??= new Map(awsManagedPolicyTable.map((row) => [`arn:aws:iam::aws:policy${row[1]}${row[0]}`, recordOf(row)]));
  return byArn;
}

function recordOf([name, path, version, created, updated, document]: (typeof awsManagedPolicyTable)[number]): PolicyRecord {
  const arn = `arn:aws:iam::aws:policy${path}${name}`;
  return {
    name,
    path,
    id: `ANPA${createHash('sha256').update(arn).digest('hex').toUpperCase().slice(0, 17)}`,
    arn,
    description: undefined,
    createdAtMs: Date.parse(created),
    updatedAtMs: Date.parse(updated),
    tags: [],
    versions: [{ versionId: version, document, createdAtMs: Date.parse(updated) }],
    defaultVersion: version,
    nextVersion: Number(version.slice(1)) + 1,
  };
}

import { notImplemented } from '../../../kernel/errors.js';
import type { Access } from '../../../kernel/service.js';
import { invalidArgument } from '../errors.js';
import { objectArn } from './bucket.js';

export interface CopySource {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string;
}

/** `x-amz-copy-source`: `/bucket/key?versionId=…`, percent-encoded. */
export function parseCopySource(header: string): CopySource {
  if (header.startsWith('arn:')) throw notImplemented('S3 copies from access points');
  const question = header.indexOf('?versionId=');
  const path = question < 0 ? header : header.slice(0, question);
  const decoded = decode(path, header).replace(/^\//, '');
  const slash = decoded.indexOf('/');
  if (slash <= 0 || slash === decoded.length - 1) throw invalid(header);
  const version = question < 0 ? undefined : header.slice(question + '?versionId='.length);
  return { Bucket: decoded.slice(0, slash), Key: decoded.slice(slash + 1), ...(version === undefined ? {} : { VersionId: version }) };
}

function decode(path: string, header: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw invalid(header);
  }
}

const invalid = (header: string) =>
  invalidArgument('Copy Source must mention the source bucket and key: sourcebucket/sourcekey', 'x-amz-copy-source', header);

/** What IAM asks of whoever copies: to read the source and to write the target. */
export function copyAccess(input: { Bucket?: string | undefined; Key?: string | undefined; CopySource?: string | undefined }): Access[] {
  const source = parseCopySource(input.CopySource!);
  return [
    { action: 's3:PutObject', resource: objectArn(input.Bucket!, input.Key!) },
    { action: source.VersionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion', resource: objectArn(source.Bucket, source.Key) },
  ];
}

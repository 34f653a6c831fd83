import { AwsError } from '../../kernel/errors.js';
import type { Flow } from '../../kernel/service.js';
import { invalidParameter } from './errors.js';
import { checkPackage } from './domain/codeSource.js';
import type { CodeSource } from './domain/codeSource.js';
import type { CodeRecord } from './records.js';

/** Code that needs no call to another service; undefined for an object in S3. */
export function codeAtHand(source: CodeSource, put: (bytes: Uint8Array) => string): CodeRecord | undefined {
  switch (source.kind) {
    case 'bytes':
      checkPackage(source.bytes);
      return { kind: 'package', hash: put(source.bytes), sizeBytes: source.bytes.byteLength };
    case 'directory':
      return { kind: 'directory', path: source.path };
    case 'inline':
      return { kind: 'inline' };
    case 'object':
      return undefined;
  }
}

/** The code package, from S3 where that is its source, in the name of whoever asked for it. */
export async function fetchCode(flow: Flow, source: CodeSource): Promise<CodeRecord> {
  const put = (bytes: Uint8Array) => flow.blobs.put(bytes);
  if (source.kind !== 'object') return codeAtHand(source, put)!;
  return codeAtHand({ kind: 'bytes', bytes: await fetchObject(flow, source) }, put)!;
}

/** The bytes of an object. Throws InvalidParameterValueException with what S3 said. */
export async function fetchObject(flow: Flow, source: { bucket: string; key: string; version: string | undefined }): Promise<Uint8Array> {
  const { bucket, key, version } = source;
  const input = { Bucket: bucket, Key: key, ...(version === undefined ? {} : { VersionId: version }) };
  try {
    const { Body: body } = await flow.call<{ Body?: unknown }>('s3', 'GetObject', input, { principal: flow.principal });
    return await bytesOf(body);
  } catch (error) {
    if (!(error instanceof AwsError) || error.statusCode >= 500) throw error;
    throw invalidParameter(`Error occurred while GetObject. S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`);
  }
}

async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  if (typeof body === 'string') return new TextEncoder().encode(body);
  const chunks: Uint8Array[] = [];
  if (body !== null && typeof body === 'object' && Symbol.asyncIterator in body) {
    for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

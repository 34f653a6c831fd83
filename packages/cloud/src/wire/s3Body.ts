import { createHash } from 'node:crypto';
import { AwsError, notImplemented } from '../kernel/errors.js';
import type { HttpRequest } from '../kernel/http.js';
import { checksums } from './checksum.js';

/**
 * The body of a request to S3 as it is meant: chunks joined, trailers among the headers, `aws-chunked` no longer part of
 * the content encoding. Throws where the body is not what its headers say.
 */
export function readS3Body(request: HttpRequest, operation: string): HttpRequest {
  const { headers } = request;
  const isChunked = headers['x-amz-content-sha256']?.startsWith('STREAMING-') === true || headers['content-encoding']?.includes('aws-chunked') === true;
  const read = isChunked && request.body.byteLength > 0 ? joinChunks(request) : request;
  checkPayloadHash(headers['x-amz-content-sha256'], read.body);
  checkMd5(headers['content-md5'], read.body);
  // What CompleteMultipartUpload sends is the whole object's, not its body's.
  if (operation !== 'CompleteMultipartUpload') checkSums(read);
  return read;
}

const incomplete = (): AwsError => new AwsError('IncompleteBody', 'The request body terminated unexpectedly');

/** `SIZE[;chunk-signature=…]CRLF DATA CRLF` … `0CRLF [TRAILER:VALUE CRLF]… CRLF` */
function joinChunks(request: HttpRequest): HttpRequest {
  const body = Buffer.from(request.body.buffer, request.body.byteOffset, request.body.byteLength);
  const chunks: Buffer[] = [];
  let at = 0;
  for (;;) {
    const end = body.indexOf('\r\n', at);
    if (end < 0) throw incomplete();
    const size = chunkSize(body.toString('latin1', at, end));
    at = end + 2;
    if (size === 0) break;
    if (at + size > body.length) throw incomplete();
    chunks.push(body.subarray(at, at + size));
    at += size;
    if (body.toString('latin1', at, at + 2) === '\r\n') at += 2;
  }
  const joined = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
  const announced = request.headers['x-amz-decoded-content-length'];
  if (announced !== undefined && Number(announced) !== joined.byteLength) throw incomplete();
  return { ...request, headers: plainHeaders(request.headers, body.toString('latin1', at), joined.byteLength), body: joined };
}

function chunkSize(line: string): number {
  const digits = /^([0-9a-fA-F]{1,8})(?:;.*)?$/.exec(line)?.[1];
  if (digits === undefined) throw new AwsError('InvalidChunkSizeError', 'Only the last chunk is allowed to have a size less than 8192 bytes');
  return parseInt(digits, 16);
}

function plainHeaders(headers: HttpRequest['headers'], trailers: string, length: number): Record<string, string> {
  const result: Record<string, string> = { ...headers, 'content-length': String(length) };
  const encoding = (headers['content-encoding'] ?? '').split(',').map((each) => each.trim());
  const kept = encoding.filter((each) => each !== 'aws-chunked' && each !== '').join(',');
  if (kept === '') delete result['content-encoding'];
  else result['content-encoding'] = kept;
  for (const line of trailers.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) result[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return result;
}

function checkPayloadHash(announced: string | undefined, body: Uint8Array): void {
  if (announced === undefined || !/^[0-9a-f]{64}$/.test(announced)) return;
  const computed = createHash('sha256').update(body).digest('hex');
  if (computed === announced) return;
  const members = { ClientComputedContentSHA256: announced, S3ComputedContentSHA256: computed };
  throw new AwsError('XAmzContentSHA256Mismatch', "The provided 'x-amz-content-sha256' header does not match what was computed.", { members });
}

function checkMd5(announced: string | undefined, body: Uint8Array): void {
  if (announced === undefined) return;
  if (Buffer.from(announced, 'base64').byteLength !== 16) throw new AwsError('InvalidDigest', 'The Content-MD5 you specified was invalid.', { members: { 'Content-MD5': announced } });
  const computed = checksums['md5']!(body);
  if (computed === announced) return;
  throw new AwsError('BadDigest', 'The Content-MD5 you specified did not match what we received.', { members: { ExpectedDigest: announced, CalculatedDigest: computed } });
}

const prefix = 'x-amz-checksum-';
const noChecksum = new Set(['mode', 'type', 'algorithm']);

function checkSums({ headers, body }: HttpRequest): void {
  for (const name in headers) {
    if (!name.startsWith(prefix)) continue;
    const algorithm = name.slice(prefix.length);
    if (noChecksum.has(algorithm)) continue;
    if (!Object.hasOwn(checksums, algorithm)) throw notImplemented(`S3 checksums by ${algorithm}`);
    const computed = checksums[algorithm]!(body);
    if (computed === headers[name]) continue;
    if (Buffer.from(headers[name]!, 'base64').byteLength !== Buffer.from(computed, 'base64').byteLength) {
      throw new AwsError('InvalidRequest', `Value for ${name} header is invalid.`);
    }
    throw new AwsError('BadDigest', `The ${algorithm.toUpperCase()} you specified did not match the calculated checksum.`);
  }
}

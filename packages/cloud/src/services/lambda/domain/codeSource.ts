import type { FunctionCode } from '@aws-sdk/client-lambda';
import { notImplemented } from '../../../kernel/errors.js';
import { invalidParameter, requestTooLarge } from '../errors.js';
import { limits } from '../limits.js';

/** What a request gives as code, before anything is fetched. */
export type CodeSource =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'object'; readonly bucket: string; readonly key: string; readonly version: string | undefined }
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'inline' };

/** In place of a bucket: `S3Key` is the absolute path of a directory that is run in place. */
export const directoryBucket = 'hot-reload';
/** In place of a bucket: the handler is registered in this process. No bucket of S3 can have this name. */
export const inlineBucket = '_inline_';

/** Throws InvalidParameterValueException where the request names none, or several. */
export function codeSource(code: FunctionCode, operation: string): CodeSource {
  if (code.ImageUri !== undefined) throw notImplemented('Lambda functions from container images (ImageUri)');
  if (code.SourceKMSKeyArn) throw notImplemented('customer keys of code packages (SourceKMSKeyArn)');
  const { ZipFile: bytes, S3Bucket: bucket, S3Key: key, S3ObjectVersion: version } = code;
  if (bytes !== undefined) {
    if (bucket !== undefined || key !== undefined || version !== undefined) {
      throw invalidParameter('Please do not provide other FunctionCode parameters when providing a ZipFile.');
    }
    if (bytes.byteLength > limits.zippedUploadBytes.value) throw requestTooLarge(uploadRequestBytes, operation);
    return { kind: 'bytes', bytes };
  }
  if (bucket === undefined && key === undefined) throw invalidParameter('Please provide a source for function code.');
  if (bucket === undefined || key === undefined) throw invalidParameter('S3Bucket and S3Key are both required to use code from S3.');
  if (bucket === inlineBucket) return { kind: 'inline' };
  if (bucket !== directoryBucket) return { kind: 'object', bucket, key, version };
  if (!key.startsWith('/')) throw invalidParameter(`${directoryBucket}: S3Key must be the absolute path of a directory`);
  return { kind: 'directory', path: key };
}

/** The upload limit as base64 in a request, with its other members. */
const uploadRequestBytes = 70_167_211;

import type { Tag } from '@aws-sdk/client-s3';
import { invalidArgument, invalidTag, tooManyTags } from '../errors.js';
import { limits } from '../limits.js';

const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** Checks tags of an object or a bucket. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
export function checkTags(tags: readonly Tag[], kind: 'Object' | 'Bucket'): readonly Tag[] {
  const max = kind === 'Object' ? limits.objectTags : limits.bucketTags;
  if (tags.length > max) throw tooManyTags(`${kind} tags cannot be greater than ${max}`);
  const seen = new Set<string>();
  for (const { Key: key, Value: value } of tags) {
    if (!key || key.length > limits.tagKeyCharacters || !allowed.test(key)) {
      throw invalidTag('The TagKey you have provided is invalid', key);
    }
    if (key.toLowerCase().startsWith('aws:')) {
      throw invalidTag('System tags cannot be added/updated by requester', key);
    }
    if (value === undefined || value.length > limits.tagValueCharacters || !allowed.test(value)) {
      throw invalidTag('The TagValue you have provided is invalid', key);
    }
    if (seen.has(key)) throw invalidTag('Cannot provide multiple Tags with the same key', key);
    seen.add(key);
  }
  return tags.map(({ Key, Value }) => ({ Key, Value }));
}

/** Tags of an `x-amz-tagging` header, written like a query. */
export function parseTagging(header: string | undefined): readonly Tag[] {
  if (header === undefined || header === '') return [];
  const tags = header.split('&').map((part) => {
    const equals = part.indexOf('=');
    const [name, value] = equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)];
    return { Key: decode(name, header), Value: decode(value, header) };
  });
  return checkTags(tags, 'Object');
}

function decode(text: string, header: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      header,
    );
  }
}

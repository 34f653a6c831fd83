import type { Tag } from '@aws-sdk/client-secrets-manager';
import { invalidParameter, limitExceeded } from '../errors.js';
import { limits } from '../limits.js';

type Tags = Readonly<Record<string, string>>;

/** The tags with others added. Throws InvalidParameterException and LimitExceededException. */
export function withTags(present: Tags, added: readonly Tag[] = []): Tags {
  for (const { Key } of added) {
    if (Key === undefined) throw invalidParameter('You must provide a key for each tag.');
    if (/^aws:/i.test(Key)) throw invalidParameter('Tag keys that begin with aws: are reserved for AWS.');
  }
  const next = { ...present, ...Object.fromEntries(added.map(({ Key, Value }) => [Key!, Value ?? ''])) };
  if (Object.keys(next).length > limits.tags.value) throw limitExceeded(`A secret can have at most ${limits.tags.value} tags.`);
  return next;
}

export const withoutTags = (present: Tags, keys: readonly string[]): Tags =>
  Object.fromEntries(Object.entries(present).filter(([key]) => !keys.includes(key)));

export const showTags = (tags: Tags): Tag[] => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

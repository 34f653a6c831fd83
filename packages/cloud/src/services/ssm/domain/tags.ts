import { tooManyTags, validation } from '../errors.js';
import { limits } from '../limits.js';

type Tags = Readonly<Record<string, string>>;

/** The tags with others added. Throws ValidationException and TooManyTagsError. */
export function withTags(current: Tags, added: readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[]): Tags {
  for (const { Key } of added) {
    if (/^aws:/i.test(Key!)) throw validation('aws: prefixed tag key names are not allowed for external use.');
  }
  const next = { ...current, ...Object.fromEntries(added.map(({ Key, Value }) => [Key!, Value!])) };
  if (Object.keys(next).length > limits.tags.value) throw tooManyTags();
  return next;
}

export const withoutTags = (current: Tags, keys: readonly string[]): Tags =>
  Object.fromEntries(Object.entries(current).filter(([key]) => !keys.includes(key)));

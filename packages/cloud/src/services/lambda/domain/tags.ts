import { invalidParameter } from '../errors.js';
import { limits } from '../limits.js';

export type Tags = Readonly<Record<string, string>>;

/** Throws InvalidParameterValueException for names of AWS's own and for too many. */
export function mergeTags(before: Tags, added: Tags): Tags {
  for (const name of Object.keys(added)) {
    if (/^aws:/i.test(name)) throw invalidParameter('The tag key aws: is reserved for AWS use.');
  }
  const tags = { ...before, ...added };
  if (Object.keys(tags).length > limits.tags.value) throw invalidParameter(`Number of tags exceeds resource tag limit of ${limits.tags.value}.`);
  return tags;
}

export function withoutTags(before: Tags, names: readonly string[]): Tags {
  const gone = new Set(names);
  return Object.fromEntries(Object.entries(before).filter(([name]) => !gone.has(name)));
}

import { invalidParameter, tagLimitExceeded } from '../errors.js';
import { limits } from '../limits.js';
import type { Tag } from './topic.js';

interface Given {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** The tags with others added. Throws InvalidParameter or TagLimitExceeded. */
export function withTags(current: readonly Tag[], added: readonly Given[]): readonly Tag[] {
  const byKey = new Map(current.map((tag) => [tag.Key, tag]));
  const seen = new Set<string>();
  for (const { Key = '', Value = '' } of added) {
    if (seen.has(Key)) throw invalidParameter('Duplicated keys are not allowed.');
    seen.add(Key);
    if (Key === '' || Key.length > 128 || Value.length > 256) throw invalidParameter('Tags');
    if (/^aws:/i.test(Key)) throw invalidParameter('Tags Reason: Tag keys that begin with aws: are reserved');
    byKey.set(Key, { Key, Value });
  }
  if (byKey.size > limits.tags.value) throw tagLimitExceeded();
  return [...byKey.values()];
}

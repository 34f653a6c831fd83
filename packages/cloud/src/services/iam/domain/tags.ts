import type { Tag } from '@aws-sdk/client-iam';
import { invalidInput, limitExceeded } from '../errors.js';
import { limits } from '../limits.js';

/** Tags with others put over them; keys differ in more than case. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
export function mergeTags(present: readonly Tag[], added: readonly Tag[] | undefined): readonly Tag[] {
  const out = new Map(present.map((tag) => [tag.Key!.toLowerCase(), tag]));
  const seen = new Set<string>();
  for (const { Key, Value } of added ?? []) {
    const folded = Key!.toLowerCase();
    if (folded.startsWith('aws:')) throw invalidInput('aws: prefixed tag key names are not allowed for external use.');
    if (seen.has(folded)) throw invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
    seen.add(folded);
    out.set(folded, { Key, Value });
  }
  if (out.size > limits.tags) throw limitExceeded('The number of tags has reached the maximum limit.');
  return [...out.values()];
}

export function removeTags(present: readonly Tag[], keys: readonly string[]): readonly Tag[] {
  const gone = new Set(keys.map((key) => key.toLowerCase()));
  return present.filter((tag) => !gone.has(tag.Key!.toLowerCase()));
}

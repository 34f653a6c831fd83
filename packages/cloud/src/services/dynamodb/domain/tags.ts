import type { Tag } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../../kernel/errors.js';
import { invalidParameter, validation } from '../errors.js';
import { limits } from '../limits.js';

/** Tags by key, checked. */
export function readTags(tags: readonly Tag[] | undefined, present: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const all: Record<string, string> = { ...present };
  const given = new Set<string>();
  for (const { Key, Value } of tags ?? []) {
    if (given.has(Key!)) throw invalidParameter(`Duplicate tag key: ${Key}`);
    if (Key!.toLowerCase().startsWith('aws:')) throw validation(`Tag keys starting with 'aws:' are reserved: ${Key}`);
    given.add(Key!);
    all[Key!] = Value!;
  }
  if (Object.keys(all).length > limits.tags.value) throw new AwsError('LimitExceededException', `Too many tags: a table can have ${limits.tags.value}`);
  return all;
}

export const tagList = (tags: Readonly<Record<string, string>>): Tag[] => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

import { invalidParameter } from '../errors.js';
import { limits } from '../limits.js';

type Tags = Readonly<Record<string, string>>;

const keyForm = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const valueForm = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

/** The tags with others added. Throws InvalidParameterValue. */
export function withTags(current: Tags, added: Readonly<Record<string, string>>, queueName: string): Tags {
  for (const [key, value] of Object.entries(added)) {
    if (!keyForm.test(key)) throw invalidParameter(`Tag key '${key}' is invalid: 1 to 128 letters, digits, spaces or _.:/=+-@ are allowed.`);
    if (/^aws:/i.test(key)) throw invalidParameter(`Tag key '${key}' is invalid: the prefix aws: is reserved.`);
    if (!valueForm.test(value)) throw invalidParameter(`Tag value '${value}' is invalid: up to 256 letters, digits, spaces or _.:/=+-@ are allowed.`);
  }
  const next = { ...current, ...added };
  if (Object.keys(next).length > limits.tags.value) throw invalidParameter(`Too many tags added for queue ${queueName}.`);
  return next;
}

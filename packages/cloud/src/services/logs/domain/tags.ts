import type { Context } from '../../../kernel/service.js';
import { invalidParameter, resourceNotFound } from '../errors.js';
import { limits } from '../limits.js';
import { groupNameOfArn, groups, putGroup } from './logGroup.js';
import type { LogGroup } from './logGroup.js';

type Tags = Readonly<Record<string, string>>;

/** The tags with others added; `tooMany` is what the API's generation answers for too many. */
export function withTags(current: Tags, added: Tags, tooMany: () => Error): Tags {
  for (const name of Object.keys(added)) {
    if (/^aws:/i.test(name)) throw invalidParameter(`Tag key ${name} is not valid: the prefix aws: is reserved.`);
  }
  const next = { ...current, ...added };
  if (Object.keys(next).length > limits.tags.value) throw tooMany();
  return next;
}

export function removeTags(ctx: Context, group: LogGroup, names: readonly string[]): void {
  const gone = new Set(names);
  putGroup(ctx, { ...group, tags: Object.fromEntries(Object.entries(group.tags).filter(([name]) => !gone.has(name))) });
}

/** The group that an ARN of the newer tagging API names. Throws ResourceNotFoundException. */
export function groupAtArn(ctx: Context, resourceArn: string): LogGroup {
  const name = groupNameOfArn(resourceArn);
  const group = name === undefined ? undefined : ctx.table(groups).get(name);
  if (!group) throw resourceNotFound();
  return group;
}

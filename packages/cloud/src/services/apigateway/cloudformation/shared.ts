import { AwsError } from '../../../kernel/errors.js';
import type { PropertyShape, ResourceContext } from '../../../kernel/resourceType.js';
import { arnOf } from '../domain/arns.js';
import type { Patch } from '../domain/patch.js';

export const tagsShape: PropertyShape = [{ properties: { Key: 'string', Value: 'string' }, required: ['Key', 'Value'] }];

export type TagList = readonly { readonly Key: string; readonly Value: string }[];

export const tagMap = (tags: TagList | undefined): Record<string, string> => Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key, Value]));

/** Makes the tags of the thing at this path those of the template. */
export async function retag(context: ResourceContext, path: string, before: TagList | undefined, after: TagList | undefined): Promise<void> {
  const resourceArn = arnOf(context.scope, path);
  const tags = tagMap(after);
  const tagKeys = Object.keys(tagMap(before)).filter((name) => !Object.hasOwn(tags, name));
  if (tagKeys.length > 0) await context.call('apigateway', 'UntagResource', { resourceArn, tagKeys });
  if (Object.keys(tags).length > 0) await context.call('apigateway', 'TagResource', { resourceArn, tags });
}

/** Deletes what may be gone already. */
export async function deleteQuietly(context: ResourceContext, operation: string, input: object): Promise<void> {
  try {
    await context.call('apigateway', operation, input);
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'NotFoundException')) throw error;
  }
}

/** Does a second step, and takes the first back where it fails. */
export async function orUndo(step: () => Promise<void>, undo: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    await undo();
    throw error;
  }
}

export const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

/** Patches that turn one map into another, each entry at `PATH/name`. */
export function mapPatches(path: string, before: Readonly<Record<string, string>> | undefined, after: Readonly<Record<string, string>> | undefined): Patch[] {
  const gone = Object.keys(before ?? {}).filter((name) => !Object.hasOwn(after ?? {}, name));
  const changed = Object.entries(after ?? {}).filter(([name, value]) => before?.[name] !== value);
  return [
    ...gone.map((name) => ({ op: 'remove', path: `${path}/${escaped(name)}` })),
    ...changed.map(([name, value]) => ({ op: Object.hasOwn(before ?? {}, name) ? 'replace' : 'add', path: `${path}/${escaped(name)}`, value })),
  ];
}

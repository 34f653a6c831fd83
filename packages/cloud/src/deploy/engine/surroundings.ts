import type { ResourceType } from '../../kernel/resourceType.js';
import type { Context } from '../../kernel/service.js';
import { templateError, validationError } from '../errors.js';
import type { Properties } from '../properties.js';
import { isCustomType } from '../properties.js';
import type { Plan } from '../template/compile.js';
import { evaluate } from '../template/evaluate.js';
import type { Surroundings } from '../template/evaluate.js';
import type { Json } from '../template/json.js';
import { has, isObject } from '../template/json.js';
import { references } from '../template/references.js';
import { exports_ } from './records.js';
import type { Made, StackRecord, Tag } from './records.js';
import { getResource } from './state.js';

/** What a plan's functions resolve against while its resources are being made. */
export function surroundingsOf(ctx: Context, plan: Plan, stackId: string): Surroundings {
  const made = (logicalId: string): Made => {
    const found = getResource(ctx, stackId, logicalId)?.made;
    if (!found) throw templateError(`resource ${logicalId} does not exist yet`);
    return found;
  };
  return {
    ...plan.surroundings,
    condition: (name) => plan.conditions[name]!,
    reference: (logicalId) => made(logicalId).physicalId,
    attribute: (logicalId, name) => attributeOf(logicalId, made(logicalId), name),
    exported: (name) => exportedValue(ctx, name),
  };
}

export function exportedValue(ctx: Context, name: string): string {
  const found = ctx.table(exports_).get(name);
  if (!found) throw validationError(`No export named ${name} found`);
  return found.value;
}

export function attributeOf(logicalId: string, made: Made, name: string): unknown {
  if (has(made.attributes, name)) return made.attributes[name];
  let value: unknown = made.attributes;
  for (const part of name.split('.')) value = isObject(value) && has(value, part) ? value[part] : undefined;
  if (value !== undefined) return value;
  if (isCustomType(made.type)) {
    throw validationError(`CustomResource attribute error: Vendor response doesn't contain ${name} attribute in object ${made.physicalId}`);
  }
  throw templateError(`resource ${logicalId} does not support attribute type ${name} in Fn::GetAtt`);
}

/** Names of all exports the plan uses. */
export function importedNames(plan: Plan, surroundings: Surroundings): string[] {
  const names = new Set<string>();
  const look = (value: Json): void => {
    const found: Json[] = [];
    references(value, {
      condition: surroundings.condition,
      call: ({ name, argument }) => {
        if (name === 'Fn::ImportValue') found.push(argument);
      },
    });
    for (const argument of found) names.add(String(evaluate(argument, surroundings)));
  };
  for (const resource of plan.resources.values()) look(resource.properties);
  for (const output of plan.outputs.values()) look(output.value);
  return [...names];
}

/** A resource's properties with the stack's tags, where its type has a `Tags` property in one of the usual forms. */
export function withStackTags(type: ResourceType | undefined, properties: Properties, tags: readonly Tag[]): Properties {
  if (tags.length === 0 || !type || !has(type.properties, 'Tags') || type.unsupported?.includes('Tags')) return properties;
  const shape = type.properties.Tags;
  const own = properties.Tags;
  if (Array.isArray(shape) && (own === undefined || Array.isArray(own))) {
    const list = (own ?? []) as readonly unknown[];
    const taken = new Set(list.map((tag) => (isObject(tag) ? tag.Key : undefined)));
    const added = tags.filter((tag) => !taken.has(tag.key)).map((tag) => ({ Key: tag.key, Value: tag.value }));
    return { ...properties, Tags: [...list, ...added] };
  }
  const isMap = typeof shape === 'object' && has(shape, 'map');
  if (!isMap || (own !== undefined && !isObject(own))) return properties;
  return { ...properties, Tags: { ...Object.fromEntries(tags.map((tag) => [tag.key, tag.value])), ...(own as object | undefined) } };
}

/** What the plan wants of a resource, resolved. */
export function resolveProperties(plan: Plan, logicalId: string, type: ResourceType | undefined, stack: StackRecord, surroundings: Surroundings): Properties {
  const properties = evaluate(plan.resources.get(logicalId)!.properties, surroundings) as Properties;
  return withStackTags(type, properties, stack.deployment?.tags ?? []);
}

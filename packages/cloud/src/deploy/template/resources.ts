import { notImplemented } from '../../kernel/errors.js';
import { formatError, validationError } from '../errors.js';
import { limits } from '../limits.js';
import type { Json, JsonObject } from './json.js';
import { isObject } from './json.js';
import { deletionPolicies } from './model.js';
import type { OutputDeclaration, ResourceDeclaration } from './model.js';
import { checkCount, checkLogicalId } from './sections.js';

const attributes = new Set([
  'Type', 'Properties', 'Metadata', 'DependsOn', 'Condition', 'DeletionPolicy', 'UpdateReplacePolicy', 'CreationPolicy', 'UpdatePolicy', 'Version',
]);

/** Attributes whose meaning Terrella does not have; leaving them out would change what happens. */
const unsupportedAttributes = ['CreationPolicy', 'UpdatePolicy'];

export function readResources(section: JsonObject | undefined): Record<string, ResourceDeclaration> {
  if (!section || Object.keys(section).length === 0) throw formatError('At least one Resources member must be defined.');
  checkCount('resources', Object.keys(section).length, limits.resources);
  const out: Record<string, ResourceDeclaration> = {};
  for (const [name, value] of Object.entries(section)) {
    checkLogicalId('Resource', name);
    if (!isObject(value)) throw formatError('Any Resources member must be an object.');
    out[name] = readResource(name, value);
  }
  return out;
}

function readResource(name: string, raw: JsonObject): ResourceDeclaration {
  const unknown = Object.keys(raw).find((attribute) => !attributes.has(attribute));
  if (unknown !== undefined) throw validationError(`Invalid template resource property '${unknown}'`);
  for (const attribute of unsupportedAttributes) {
    if (raw[attribute] !== undefined) throw notImplemented(`the resource attribute ${attribute} (resource ${name})`);
  }
  if (typeof raw.Type !== 'string' || raw.Type === '') throw formatError(`[/Resources/${name}] Every Resources object must contain a Type member.`);
  return {
    type: raw.Type,
    properties: object(raw.Properties, `[/Resources/${name}/Properties] Properties must be an object.`) ?? {},
    metadata: object(raw.Metadata, `[/Resources/${name}/Metadata] Metadata must be an object.`),
    dependsOn: readDependsOn(name, raw.DependsOn),
    condition: readCondition(raw.Condition),
    deletionPolicy: readPolicy('DeletionPolicy', raw.DeletionPolicy),
    updateReplacePolicy: readPolicy('UpdateReplacePolicy', raw.UpdateReplacePolicy),
  };
}

function object(value: Json | undefined, message: string): JsonObject | undefined {
  if (value === undefined || isObject(value)) return value;
  throw formatError(message);
}

function readDependsOn(name: string, value: Json | undefined): string[] {
  if (value === undefined) return [];
  const list = Array.isArray(value) ? (value as readonly Json[]) : [value];
  return list.map((item) => {
    if (typeof item !== 'string') throw formatError(`[/Resources/${name}/DependsOn] Every DependsOn value must be a string.`);
    return item;
  });
}

function readCondition(value: Json | undefined): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw formatError('Every Condition member must be a string.');
}

function readPolicy(attribute: string, value: Json | undefined): Json | undefined {
  // A function is allowed under the language extensions and checked once it has been resolved.
  if (value === undefined || isObject(value)) return value;
  checkPolicy(attribute, value);
  return value;
}

export function checkPolicy(attribute: string, value: unknown): void {
  const allowed: readonly string[] = attribute === 'DeletionPolicy' ? deletionPolicies : ['Delete', 'Retain', 'Snapshot'];
  if (typeof value !== 'string' || !allowed.includes(value)) {
    throw formatError(`Unrecognized ${attribute} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  }
}

export function readOutputs(section: JsonObject): Record<string, OutputDeclaration> {
  checkCount('outputs', Object.keys(section).length, limits.outputs);
  const out: Record<string, OutputDeclaration> = {};
  for (const [name, value] of Object.entries(section)) {
    checkLogicalId('Output', name);
    if (!isObject(value)) throw formatError(`Output ${name} is malformed.`);
    const unknown = Object.keys(value).find((attribute) => !['Value', 'Description', 'Export', 'Condition'].includes(attribute));
    if (unknown !== undefined) throw validationError(`Invalid template output property '${unknown}'`);
    if (value.Value === undefined) throw formatError('Every Outputs member must contain a Value object');
    out[name] = {
      value: value.Value,
      description: value.Description === undefined ? undefined : String(value.Description),
      condition: readCondition(value.Condition),
      exportName: readExport(name, value.Export),
    };
  }
  return out;
}

function readExport(name: string, value: Json | undefined): Json | undefined {
  if (value === undefined) return undefined;
  if (!isObject(value) || value.Name === undefined) throw formatError(`Output ${name} is malformed. The Name field of every Export member must be specified.`);
  return value.Name;
}

import { notImplemented } from '../../kernel/errors.js';
import { formatError, validationError } from '../errors.js';
import { limits } from '../limits.js';
import type { Json, JsonObject } from './json.js';
import { isObject } from './json.js';
import type { Template } from './model.js';
import { readOutputs, readResources } from './resources.js';
import { readMappings, readParameters, readRules } from './sections.js';

const sections = new Set([
  'AWSTemplateFormatVersion', 'Description', 'Metadata', 'Parameters', 'Rules', 'Mappings', 'Conditions', 'Transform', 'Resources', 'Outputs',
]);

export const languageExtensions = 'AWS::LanguageExtensions';

/**
 * Checks the structure of a parsed template. Throws ValidationError in CloudFormation's words.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
 */
export function readTemplate(raw: JsonObject): Template {
  if (raw.Hooks !== undefined) throw notImplemented('the template section Hooks');
  const unknown = Object.keys(raw).filter((name) => !sections.has(name));
  if (unknown.length > 0) throw validationError(`Invalid template property or properties [${unknown.join(', ')}]`);
  const version = raw.AWSTemplateFormatVersion;
  if (version !== undefined && version !== '2010-09-09') throw formatError('unsupported value for AWSTemplateFormatVersion.');
  return {
    description: readDescription(raw.Description),
    metadata: section(raw, 'Metadata'),
    transforms: readTransforms(raw.Transform),
    parameters: readParameters(section(raw, 'Parameters') ?? {}),
    mappings: readMappings(section(raw, 'Mappings') ?? {}),
    conditions: section(raw, 'Conditions') ?? {},
    rules: readRules(section(raw, 'Rules') ?? {}),
    resources: readResources(section(raw, 'Resources')),
    outputs: readOutputs(section(raw, 'Outputs') ?? {}),
  };
}

function section(raw: JsonObject, name: string): JsonObject | undefined {
  const value = raw[name];
  if (value === undefined || isObject(value)) return value;
  throw formatError(`${name} must be an object.`);
}

function readDescription(value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw formatError('Description must be a string.');
  if (Buffer.byteLength(value) > limits.descriptionBytes) {
    throw formatError(`'Description' length is greater than ${limits.descriptionBytes}.`);
  }
  return value;
}

/** Names of the transforms; any but the language extensions is refused where the template is processed. */
export function readTransforms(value: Json | undefined): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? (value as readonly Json[]) : [value]).map((item) => {
    if (typeof item === 'string') return item;
    if (isObject(item) && typeof item.Name === 'string') return item.Name;
    throw formatError('Transform must be a string or a list of strings.');
  });
}

export function refuseForeignTransforms(transforms: readonly string[]): void {
  const foreign = transforms.filter((name) => name !== languageExtensions);
  if (foreign.length > 0) throw notImplemented(`the template transform ${foreign.join(', ')}`);
}

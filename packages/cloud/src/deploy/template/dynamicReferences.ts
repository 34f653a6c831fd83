import { validationError } from '../errors.js';
import { limits } from '../limits.js';
import { isObject } from './json.js';

/** `{{resolve:ssm:NAME:VERSION}}`. Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
export type DynamicReference =
  | { readonly kind: 'ssm' | 'ssm-secure'; readonly text: string; readonly name: string; readonly version: string | undefined }
  | {
      readonly kind: 'secretsmanager';
      readonly text: string;
      readonly secretId: string;
      readonly jsonKey: string | undefined;
      readonly versionStage: string | undefined;
      readonly versionId: string | undefined;
    };

const pattern = /\{\{resolve:([^{}]*)\}\}/g;

/** Every dynamic reference in a resolved value, each text once. Throws ValidationError where one is malformed. */
export function dynamicReferences(value: unknown, found = new Map<string, DynamicReference>()): Map<string, DynamicReference> {
  if (typeof value === 'string') {
    if (!value.includes('{{resolve:')) return found;
    for (const [text, body] of value.matchAll(pattern) as Iterable<[string, string]>) found.set(text, parse(text, body));
    if (found.size > limits.dynamicReferences) throw validationError(`A template may hold at most ${limits.dynamicReferences} dynamic references`);
  } else if (Array.isArray(value)) {
    for (const item of value) dynamicReferences(item, found);
  } else if (isObject(value)) {
    for (const name of Object.keys(value)) dynamicReferences(value[name], found);
  }
  return found;
}

function parse(text: string, body: string): DynamicReference {
  const fail = (): never => { throw validationError(`Incorrect format is used in the following dynamic reference: [${text}]`); };
  const [kind, ...rest] = body.split(':') as [string, ...string[]];
  if (kind === 'ssm' || kind === 'ssm-secure') {
    const arn = rest[0] === 'arn';
    const [name, version, more] = arn ? [rest.slice(0, 6).join(':'), rest[6], rest[7]] : rest;
    if (!name || more !== undefined || (version !== undefined && !/^\d+$/.test(version))) return fail();
    return { kind, text, name, version };
  }
  if (kind !== 'secretsmanager') return fail();
  const arn = rest[0] === 'arn';
  const secretId = arn ? rest.slice(0, 7).join(':') : (rest[0] ?? '');
  const [section, jsonKey, versionStage, versionId] = rest.slice(arn ? 7 : 1);
  if (secretId === '' || (section !== undefined && section !== '' && section !== 'SecretString') || (versionStage && versionId)) return fail();
  return { kind, text, secretId, jsonKey: jsonKey || undefined, versionStage: versionStage || undefined, versionId: versionId || undefined };
}

/** The value with every dynamic reference replaced by what it stands for. */
export function withDynamicValues(value: unknown, values: ReadonlyMap<string, string>): unknown {
  if (values.size === 0) return value;
  if (typeof value === 'string') return value.includes('{{resolve:') ? value.replace(pattern, (text) => values.get(text) ?? text) : value;
  if (Array.isArray(value)) return value.map((item) => withDynamicValues(item, values));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withDynamicValues(item, values)]));
}

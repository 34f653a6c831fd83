import type { ErrorObject, ValidateFunction } from 'ajv';
import { essence } from '../domain/mediaType.js';
import type { ModelRecord } from '../domain/state.js';
import { misconfigured } from './failure.js';
import { draft4 } from './libraries.js';

/** What is wrong with a body of this type, as AWS lists it, or undefined. */
export type BodyValidator = (contentType: string | undefined, body: Uint8Array) => string | undefined;

/** References between models are URLs that end in the model's name. */
const modelReference = /^https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\/([A-Za-z0-9]+)$/;

/** The schema with its references to other models in one form, and without the name of a dialect. */
function localised(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(localised);
  if (typeof schema !== 'object' || schema === null) return schema;
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(schema)) {
    if (name === '$schema') continue;
    const reference = name === '$ref' && typeof value === 'string' ? modelReference.exec(value) : null;
    out[name] = reference ? `model:${reference[1]}` : localised(value);
  }
  return out;
}

function compile(models: readonly ModelRecord[], name: string): ValidateFunction {
  const Ajv = draft4();
  const ajv = new Ajv({ allErrors: true, strict: false, validateSchema: false, validateFormats: false, logger: false });
  try {
    for (const model of models) ajv.addSchema(localised(JSON.parse(model.schema)) as object, `model:${model.name}`);
    const validate = ajv.getSchema(`model:${name}`);
    if (validate) return validate;
  } catch {
    // A schema that AWS takes and that means nothing: every call fails, as there.
  }
  throw misconfigured();
}

const typeOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

function describe(errors: readonly ErrorObject[]): string {
  const missing = new Map<string, string[]>();
  const texts: string[] = [];
  for (const error of errors) {
    if (error.keyword === 'required') {
      const names = missing.get(error.instancePath) ?? [];
      missing.set(error.instancePath, [...names, String(error.params['missingProperty'])]);
    } else if (error.keyword === 'type') {
      const allowed = [error.params['type']].flat().map((type) => `"${String(type)}"`);
      texts.push(`instance type (${typeOf(error.data)}) does not match any allowed primitive type (allowed: [${allowed.join(',')}])`);
    } else texts.push(error.message ?? error.keyword);
  }
  for (const names of missing.values()) texts.push(`object has missing required properties ([${names.map((name) => `"${name}"`).join(',')}])`);
  return `[${texts.join(', ')}]`;
}

/** Validators for the models of one API; each schema is compiled on its first use. */
export function bodyValidators(models: readonly ModelRecord[]): (requestModels: Readonly<Record<string, string>>) => BodyValidator {
  const compiled = new Map<string, ValidateFunction>();
  const validatorFor = (name: string): ValidateFunction => {
    let validate = compiled.get(name);
    if (!validate) compiled.set(name, (validate = compile(models, name)));
    return validate;
  };
  return (requestModels) => {
    const byType = new Map(Object.entries(requestModels).map(([type, name]) => [essence(type), name]));
    return (contentType, body) => {
      const name = byType.get(essence(contentType ?? 'application/json')) ?? byType.get('$default');
      if (name === undefined) return undefined;
      let value: unknown;
      try {
        // A call without a body counts as one with an empty object.
        value = body.length === 0 ? {} : JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString());
      } catch {
        return '[Unable to parse the request body]';
      }
      const validate = validatorFor(name);
      return validate(value) ? undefined : describe(validate.errors ?? []);
    };
  };
}

import { badRequest } from '../errors.js';
import { listingWording } from './patch.js';
import type { PatchRule } from './patch.js';
import type { ModelRecord, ResourceRecord } from './state.js';

const draft4 = 'http://json-schema.org/draft-04/schema#';
const text = (schema: object): string => JSON.stringify(schema, undefined, 2);

/** What AWS puts into every new API. */
export const defaultModels: readonly Omit<ModelRecord, 'id'>[] = [
  {
    name: 'Empty',
    description: 'This is a default empty schema model',
    contentType: 'application/json',
    schema: text({ $schema: draft4, title: 'Empty Schema', type: 'object' }),
  },
  {
    name: 'Error',
    description: 'This is a default error schema model',
    contentType: 'application/json',
    schema: text({ $schema: draft4, title: 'Error Schema', type: 'object', properties: { message: { type: 'string' } } }),
  },
];

/** Refuses what is no JSON object or says nothing. */
export function checkSchema(schema: string | undefined): string {
  if (schema === undefined || schema.trim() === '') throw badRequest('Model schema must have at least 1 property or array items defined');
  let parsed: unknown;
  try {
    parsed = JSON.parse(schema);
  } catch (error) {
    throw badRequest(`Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified. ${(error as Error).message}]`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw badRequest('Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified. A JSON object is expected]');
  }
  if (Object.keys(parsed).length === 0) throw badRequest('Model schema must have at least 1 property or array items defined');
  return schema;
}

export function checkModelName(name: string): void {
  if (name === '') throw badRequest('Model name must be non-empty');
  if (!/^[a-zA-Z0-9]+$/.test(name)) throw badRequest(`Model name must be alphanumeric: ${name}`);
}

/** https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateModel-Patch */
export const modelRules: readonly PatchRule<ModelRecord>[] = [
  { path: '/description', replace: (model, description) => ({ ...model, description }) as ModelRecord },
  { path: '/schema', replace: (model, schema) => ({ ...model, schema: checkSchema(schema) }) },
];

export const modelWording = listingWording<ModelRecord>();

export const showModel = ({ id, name, description, schema, contentType }: ModelRecord) => ({ id, name, description, schema, contentType });

/** Where the model is used, as AWS names it: `method request: /orders/POST`. */
export function useOfModel(all: Iterable<ResourceRecord>, name: string): string | undefined {
  let found: string | undefined;
  for (const resource of all) {
    for (const method of Object.values(resource.methods)) {
      const place = `${resource.path}/${method.httpMethod}`;
      if (Object.values(method.requestModels ?? {}).includes(name)) found = `method request: ${place}`;
      for (const response of Object.values(method.methodResponses ?? {})) {
        if (Object.values(response.responseModels ?? {}).includes(name)) found ??= `method response: ${place}/${response.statusCode}`;
      }
    }
  }
  return found;
}

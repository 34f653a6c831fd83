// Turns the SDK's runtime schemas (tuples, see below) into the plain model of packages/cloud/src/wire/model.ts.
//
// [9, ns, name, traits, in, out]                                     operation
// [3 | 4 | -3, ns, name, traits, names[], members[], requiredCount]  structure, union, error
// [1, ns, name, traits, member]  [2, ns, name, traits, key, value]  [0, ns, name, traits, schema]
// 0 string, 1 number, 2 boolean, 4-7 timestamp, 15 document, 17/19 big number, 21 blob, 42 stream; 64|x list, 128|x map
// A member is a schema or [schema, traits]; traits are an object or a bit vector. A function stands for what it returns.

const bitTraits = ['httpLabel', 'idempotent', 'idempotencyToken', 'sensitive', 'httpPayload', 'httpResponseCode', 'httpQueryParams'];

const simpleTypes = {
  0: { type: 'string' },
  1: { type: 'double' },
  2: { type: 'boolean' },
  4: { type: 'timestamp' },
  5: { type: 'timestamp', format: 'date-time' },
  6: { type: 'timestamp', format: 'http-date' },
  7: { type: 'timestamp', format: 'epoch-seconds' },
  15: { type: 'document' },
  17: { type: 'bignumber' },
  19: { type: 'bignumber' },
  21: { type: 'blob' },
  42: { type: 'blob', streaming: true },
};

/** Names of SDK traits and of the model's member properties. */
const memberTraits = {
  jsonName: 'jsonName',
  xmlName: 'xmlName',
  xmlNamespace: 'xmlNamespace',
  httpHeader: 'header',
  httpPrefixHeaders: 'prefixHeaders',
  httpQuery: 'query',
};
const memberFlags = {
  xmlFlattened: 'flattened',
  xmlAttribute: 'attribute',
  httpLabel: 'label',
  httpQueryParams: 'queryParams',
  httpPayload: 'payload',
  httpResponseCode: 'statusCode',
  hostLabel: 'hostLabel',
  idempotencyToken: 'idempotencyToken',
  sensitive: 'sensitive',
  eventPayload: 'eventPayload',
  eventHeader: 'eventHeader',
};

const deref = (schema) => (typeof schema === 'function' ? deref(schema()) : schema);

function traitsOf(traits) {
  if (typeof traits === 'object' && traits !== null) return traits;
  const found = {};
  bitTraits.forEach((name, bit) => {
    if ((traits >> bit) & 1) found[name] = 1;
  });
  return found;
}

class Extraction {
  shapes = [];
  indexes = new Map();

  constructor(constraints) {
    this.constraints = constraints;
  }

  /** Index of a shape, kept once by its key. */
  shape(key, build) {
    const known = this.indexes.get(key);
    if (known !== undefined) return known;
    const index = this.shapes.push(undefined) - 1;
    this.indexes.set(key, index);
    this.shapes[index] = build();
    return index;
  }

  simple(shape) {
    return this.shape(JSON.stringify(shape), () => shape);
  }

  /** `[index, traits of the shape itself]`; `number` narrows the SDK's only numeric type. */
  schema(schema, constraint) {
    if (schema === 'unit') return [this.shape('unit', () => ({ type: 'structure', name: 'Unit', members: {} })), {}];
    if (typeof schema === 'number') return [this.numeric(schema, constraint), {}];
    const [kind, , name, traits] = schema;
    const own = traitsOf(traits);
    if (kind === 0) return [this.schema(deref(schema[4]), constraint)[0], own];
    if (kind === 1) return [this.shapeOfList(name, schema, constraint), own];
    if (kind === 2) return [this.shapeOfMap(name, schema, constraint), own];
    return [this.structure(schema), own];
  }

  numeric(code, constraint) {
    if (code >= 128) {
      const value = this.member(code & 63, constraint?.value);
      const key = this.member(0, constraint?.key);
      return this.simple({ type: 'map', key, value });
    }
    if (code >= 64) return this.simple({ type: 'list', member: this.member(code & 63, constraint?.member) });
    if (code === 1 && constraint?.number) return this.simple({ type: constraint.number });
    if (!simpleTypes[code]) throw new Error(`unknown simple schema ${code}`);
    return this.simple(simpleTypes[code]);
  }

  /** A list's identity includes the width of its numbers, which comes from the constraint. */
  shapeOfList(name, schema, constraint) {
    const key = `list ${name} ${JSON.stringify(constraint?.member ?? 0)}`;
    return this.shape(key, () => ({ type: 'list', member: this.member(schema[4], constraint?.member) }));
  }

  shapeOfMap(name, schema, constraint) {
    const key = `map ${name} ${JSON.stringify([constraint?.key ?? 0, constraint?.value ?? 0])}`;
    return this.shape(key, () => ({
      type: 'map',
      key: this.member(schema[4], constraint?.key),
      value: this.member(schema[5], constraint?.value),
    }));
  }

  structure(schema) {
    const [kind, namespace, name, traits, names, members, requiredCount = 0] = schema;
    return this.shape(`structure ${namespace}#${name}`, () => {
      const shape = { type: 'structure', name, members: {} };
      const known = this.constraints?.structures[name];
      names.forEach((memberName, index) => {
        const constraint = known && known[memberName] !== undefined ? this.constraints.constraints[known[memberName]] : undefined;
        shape.members[memberName] = this.member(members[index], constraint);
      });
      if (requiredCount > 0) shape.required = names.slice(0, requiredCount);
      return Object.assign(shape, structureTraits(kind, traitsOf(traits)));
    });
  }

  member(reference, constraint) {
    const stack = [];
    let schema = reference;
    while (Array.isArray(schema) && schema.length === 2) {
      stack.push(traitsOf(schema[1]));
      schema = deref(schema[0]);
    }
    schema = deref(schema);
    const [shape, own] = this.schema(schema, constraint);
    const traits = Object.assign({}, ...(isStructure(schema) ? [] : [own]), ...stack.reverse());
    const member = { shape };
    for (const [trait, name] of Object.entries(memberTraits)) if (traits[trait] !== undefined) member[name] = traits[trait];
    for (const [trait, name] of Object.entries(memberFlags)) if (traits[trait]) member[name] = true;
    if (traits.streaming && !isStructure(schema)) member.shape = this.simple({ ...this.shapes[shape], streaming: true });
    const kept = withoutNumber(constraint);
    if (kept) member.constraint = kept;
    return member;
  }
}

const isStructure = (schema) => Array.isArray(schema) && (schema[0] === 3 || schema[0] === 4 || schema[0] === -3);

function structureTraits(kind, traits) {
  const found = {};
  if (kind === 4) found.union = true;
  if (traits.xmlName) found.xmlName = traits.xmlName;
  if (traits.xmlNamespace) found.xmlNamespace = traits.xmlNamespace;
  if (traits.streaming) found.streaming = true;
  if (kind === -3 && traits.error) {
    const status = traits.httpError ?? (traits.error === 'server' ? 500 : 400);
    found.error = { fault: traits.error, status, ...(traits.awsQueryError && { query: traits.awsQueryError }) };
  }
  return found;
}

/** A constraint without the width of its number, which the shape says; undefined where nothing is left. */
function withoutNumber(constraint) {
  if (!constraint) return undefined;
  const { number: _number, member, key, value, ...rest } = constraint;
  const parts = { member: withoutNumber(member), key: withoutNumber(key), value: withoutNumber(value) };
  for (const [name, part] of Object.entries(parts)) if (part) rest[name] = part;
  return Object.keys(rest).length > 0 ? rest : undefined;
}

function operationModel(extraction, operation, service) {
  const [, , , traits, input, output] = operation;
  const { http, endpoint } = traitsOf(traits);
  const model = {
    input: extraction.schema(deref(input), undefined)[0],
    output: extraction.schema(deref(output), undefined)[0],
  };
  if (http) model.http = { method: http[0], uri: service === 's3' ? bucketUri(http[1], operation[2]) : http[1], status: http[2] };
  if (endpoint) model.hostPrefix = endpoint[0];
  return model;
}

/** The SDK puts S3's bucket in the host by endpoint rules; the path-style form has it first. */
const withoutBucket = new Set(['ListBuckets', 'ListDirectoryBuckets', 'WriteGetObjectResponse']);
function bucketUri(uri, operation) {
  if (withoutBucket.has(operation)) return uri;
  return uri.startsWith('/?') || uri === '/' ? `/{Bucket}${uri.slice(1)}` : `/{Bucket}${uri}`;
}

export function extractModel({ service, sdk, settings, protocol, constraints, override }) {
  const extraction = new Extraction(constraints);
  const operations = {};
  const errors = {};
  for (const [exported, schema] of Object.entries(sdk)) {
    if (!exported.endsWith('$') || !Array.isArray(schema)) continue;
    if (schema[0] === 9) operations[schema[2]] = operationModel(extraction, schema, service);
    if (schema[0] === -3 && !schema[1].startsWith('smithy.ts.sdk.synthetic')) errors[schema[2]] = extraction.structure(schema);
  }
  return {
    service,
    apiVersion: settings.version,
    protocols: override.protocols ?? [protocol],
    target: settings.serviceTarget,
    xmlNamespace: override.xmlNamespace ?? settings.xmlNamespace ?? '',
    queryCompatible: settings.awsQueryCompatible === true,
    errorNamespace: override.errorNamespace ?? '',
    validation: override.validation ?? { wording: 'coral', code: protocol === 'query' ? 'ValidationError' : 'ValidationException' },
    operations,
    shapes: extraction.shapes,
    errors,
  };
}

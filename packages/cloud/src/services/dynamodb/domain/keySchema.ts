import type { AttributeDefinition, KeySchemaElement, Projection as ProjectionInput } from '@aws-sdk/client-dynamodb';
import { invalidParameter, validation } from '../errors.js';
import { limits } from '../limits.js';
import type { KeyAttribute, KeyShape, Projection } from './table.js';
import type { ScalarType } from './value.js';

export type Definitions = ReadonlyMap<string, ScalarType>;

/** AttributeDefinitions by name. */
export function readDefinitions(definitions: readonly AttributeDefinition[]): Definitions {
  const types = new Map<string, ScalarType>();
  for (const { AttributeName, AttributeType } of definitions) {
    if (types.has(AttributeName!)) throw invalidParameter(`Duplicate AttributeName in AttributeDefinitions: ${AttributeName}`);
    types.set(AttributeName!, AttributeType as ScalarType);
  }
  return types;
}

const names = (schema: readonly KeySchemaElement[]): string[] => schema.map(({ AttributeName }) => AttributeName!);
const list = (all: Iterable<string>): string => `[${[...all].join(', ')}]`;

/** KeySchema of a table or local index: a partition key, and perhaps a sort key. */
export function readKeySchema(schema: readonly KeySchemaElement[], definitions: Definitions): KeyShape {
  if (schema.length > 2) {
    const shown = schema.map(({ AttributeName, KeyType }) => `KeySchemaElement(attributeName=${AttributeName}, keyType=${KeyType})`).join(', ');
    throw validation(
      `1 validation error detected: Value '[${shown}]' at 'keySchema' failed to satisfy constraint: Member must have length less than or equal to 2`,
    );
  }
  checkDefined(schema, definitions);
  const [first, second] = schema;
  if (first!.KeyType !== 'HASH') throw validation('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  if (second && second.AttributeName === first!.AttributeName) {
    throw validation('Both the Hash Key and the Range Key element in the KeySchema have the same name');
  }
  if (second && second.KeyType !== 'RANGE') throw validation('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  return shape(schema, definitions);
}

/** KeySchema of a global index: up to four attributes of either kind, partition key first. */
export function readGlobalKeySchema(schema: readonly KeySchemaElement[], definitions: Definitions): KeyShape {
  if (schema.length <= 2 && schema[1]?.KeyType !== 'HASH') return readKeySchema(schema, definitions);
  checkDefined(schema, definitions);
  if (schema[0]!.KeyType !== 'HASH') throw validation('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  if (new Set(names(schema)).size < schema.length) throw validation('Invalid KeySchema: Some attributes are repeated in the KeySchema');
  const lastHash = schema.findLastIndex(({ KeyType }) => KeyType === 'HASH');
  if (schema.slice(0, lastHash).some(({ KeyType }) => KeyType === 'RANGE')) {
    throw validation('Invalid KeySchema: All HASH KeySchemaElements must come before RANGE KeySchemaElements');
  }
  const found = shape(schema, definitions);
  const most = limits.indexKeyAttributes.value;
  if (found.hash.length > most) throw invalidParameter(`Number of HASH attributes in the KeySchema exceeds the limit of ${most}`);
  if (found.range.length > most) throw invalidParameter(`Number of RANGE attributes in the KeySchema exceeds the limit of ${most}`);
  return found;
}

function checkDefined(schema: readonly KeySchemaElement[], definitions: Definitions): void {
  if (names(schema).every((name) => definitions.has(name)) && (schema.length !== 2 || definitions.size > 1)) return;
  if (schema.length > 1 && definitions.size < schema.length) throw validation('Invalid KeySchema: Some index key attribute have no definition');
  throw invalidParameter(
    `Some index key attributes are not defined in AttributeDefinitions. Keys: ${list(names(schema))}, AttributeDefinitions: ${list(definitions.keys())}`,
  );
}

function shape(schema: readonly KeySchemaElement[], definitions: Definitions): KeyShape {
  const ofKind = (kind: string): KeyAttribute[] =>
    schema.filter(({ KeyType }) => KeyType === kind).map(({ AttributeName }) => ({ name: AttributeName!, type: definitions.get(AttributeName!)! }));
  return { hash: ofKind('HASH'), range: ofKind('RANGE') };
}

/** Every definition must be some key's, as a definition is no schema for items. */
export function checkDefinitionsUsed(definitions: Definitions, shapes: readonly KeyShape[]): void {
  const used = new Set(shapes.flatMap(({ hash, range }) => [...hash, ...range].map(({ name }) => name)));
  if (definitions.size === used.size) return;
  if (shapes.length === 1) {
    throw invalidParameter('Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions');
  }
  throw invalidParameter(`Some AttributeDefinitions are not used. AttributeDefinitions: ${list(definitions.keys())}, keys used: ${list(used)}`);
}

export function readProjection(input: ProjectionInput): Projection {
  const { ProjectionType, NonKeyAttributes } = input;
  if (ProjectionType === undefined) throw invalidParameter('Unknown ProjectionType: null');
  if (ProjectionType === 'INCLUDE') {
    if (!NonKeyAttributes) throw invalidParameter('ProjectionType is INCLUDE, but NonKeyAttributes is not specified');
    return { type: 'INCLUDE', attributes: [...NonKeyAttributes] };
  }
  if (NonKeyAttributes) throw invalidParameter(`ProjectionType is ${ProjectionType}, but NonKeyAttributes is specified`);
  return { type: ProjectionType };
}

export const schemaOf = ({ hash, range }: KeyShape): KeySchemaElement[] => [
  ...hash.map(({ name }) => ({ AttributeName: name, KeyType: 'HASH' as const })),
  ...range.map(({ name }) => ({ AttributeName: name, KeyType: 'RANGE' as const })),
];

import type { QueryCommandInput, QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Range } from '../../../kernel/collection.js';
import type { Scope } from '../../../kernel/identity.js';
import { operation } from '../../../kernel/service.js';
import type { Access } from '../../../kernel/service.js';
import { validation } from '../errors.js';
import { checkTableName, openTable, tableArn } from '../domain/findTable.js';
import { keyNames } from '../domain/indexView.js';
import { boundProjection, requestPlaceholders } from '../domain/itemRequest.js';
import type { KeyTest } from '../domain/query/keyCondition.js';
import { legacyKeyTests, parseKeyCondition } from '../domain/query/keyCondition.js';
import type { KeyRange } from '../domain/query/keyRange.js';
import { inRange, keyRange } from '../domain/query/keyRange.js';
import { pageOutput, readFilter } from '../domain/query/output.js';
import { readPage } from '../domain/query/page.js';
import { positionText, readStartKey } from '../domain/query/position.js';
import type { Target } from '../domain/query/target.js';
import { checkSelect, openTarget } from '../domain/query/target.js';
import type { Placeholders } from '../domain/expressions/placeholders.js';
import { takeCapacity } from '../domain/throttle.js';
import type { Attributes } from '../domain/value.js';

interface IndexParameters {
  readonly TableName?: string | undefined;
  readonly IndexName?: string | undefined;
}

/** Reading an index is allowed or denied on the index's own ARN. */
export const readAccess = (action: string) => ({ TableName, IndexName }: IndexParameters, scope: Scope): readonly Access[] => [
  { action: `dynamodb:${action}`, resource: tableArn(scope, TableName!) + (IndexName === undefined ? '' : `/index/${IndexName}`) },
];

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html */
export const query = operation<QueryCommandInput, QueryCommandOutput>({
  resource: ({ TableName }, scope) => tableArn(scope, TableName!),
  access: readAccess('Query'),
  run(input, ctx) {
    checkTableName(input.TableName!);
    const { FilterExpression, KeyConditionExpression, ProjectionExpression } = input;
    const { AttributesToGet, QueryFilter, KeyConditions, ConditionalOperator } = input;
    const placeholders = requestPlaceholders(
      input,
      { ProjectionExpression, FilterExpression, KeyConditionExpression },
      { AttributesToGet, QueryFilter, KeyConditions, ConditionalOperator },
      ['FilterExpression', 'KeyConditionExpression'],
    );
    const start = readStartKey(input.ExclusiveStartKey as Attributes | undefined);
    const tests = keyTests(input, placeholders);
    const filter = readFilter(FilterExpression, QueryFilter, ConditionalOperator, placeholders);
    const projection = boundProjection(ProjectionExpression, placeholders, AttributesToGet);
    placeholders.checkAllUsed();
    checkSelect(input, AttributesToGet);
    const target = openTarget(openTable(ctx, input.TableName!), input, projection, filter.names);
    const range = keyRange(target.key, tests);
    refuseKeyFilter(target, filter.names);
    const rows = rowsFrom(target, range, start, input.ScanIndexForward);
    const page = readPage(target, { range: rows, filter: filter.test, limit: input.Limit, consistent: input.ConsistentRead });
    takeCapacity(target.tx, target.table, 'read', page.usage);
    return pageOutput(ctx, target, page, input.ReturnConsumedCapacity);
  },
});

function keyTests({ KeyConditionExpression, KeyConditions }: QueryCommandInput, placeholders: Placeholders): readonly KeyTest[] {
  if (KeyConditionExpression !== undefined) return parseKeyCondition(KeyConditionExpression, placeholders);
  if (!KeyConditions) throw validation('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.');
  return legacyKeyTests(KeyConditions);
}

/** What a key condition decides needs no filter, and AWS wants none. */
function refuseKeyFilter({ key }: Target, names: readonly string[]): void {
  const keys = keyNames(key);
  const found = names.find((name) => keys.includes(name));
  if (found !== undefined) throw validation(`Filter Expression can only contain non-primary key attributes: Primary key attribute: ${found}`);
}

function rowsFrom(target: Target, { prefix, from, before }: KeyRange, start: Attributes | undefined, forward = true): Range {
  const range: Range = { prefix, reverse: !forward, ...(from !== undefined && { from }), ...(before !== undefined && { before }) };
  if (!start) return range;
  const position = positionText(target, start);
  if (!position.startsWith(prefix)) throw validation('The provided starting key is outside query boundaries based on provided conditions');
  if (!inRange({ prefix, ...(from !== undefined && { from }), ...(before !== undefined && { before }) }, position)) {
    throw invalidStartKeyRange();
  }
  const after = position.slice(prefix.length);
  return forward ? { ...range, after } : { ...range, before: after };
}

const invalidStartKeyRange = (): Error => validation('The provided starting key does not match the range key predicate');


import type { ScanCommandInput, ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Range } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import { invalidStartKey, validation } from '../errors.js';
import { checkTableName, openTable, tableArn } from '../domain/findTable.js';
import { partitionText } from '../domain/itemKey.js';
import { boundProjection, requestPlaceholders } from '../domain/itemRequest.js';
import { hashText, segmentOf, segmentStart } from '../domain/keyText.js';
import { pageOutput, readFilter } from '../domain/query/output.js';
import { readPage } from '../domain/query/page.js';
import { positionText, readStartKey } from '../domain/query/position.js';
import type { Target } from '../domain/query/target.js';
import { checkSelect, openTarget } from '../domain/query/target.js';
import { takeCapacity } from '../domain/throttle.js';
import type { Attributes } from '../domain/value.js';
import { readAccess } from './query.js';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html */
export const scan = operation<ScanCommandInput, ScanCommandOutput>({
  resource: ({ TableName }, scope) => tableArn(scope, TableName!),
  access: readAccess('Scan'),
  run(input, ctx) {
    checkTableName(input.TableName!);
    const { FilterExpression, ProjectionExpression, AttributesToGet, ScanFilter, ConditionalOperator } = input;
    const placeholders = requestPlaceholders(
      input,
      { ProjectionExpression, FilterExpression },
      { AttributesToGet, ScanFilter, ConditionalOperator },
      ['FilterExpression'],
    );
    const start = readStartKey(input.ExclusiveStartKey as Attributes | undefined);
    checkSegments(input);
    const filter = readFilter(FilterExpression, ScanFilter, ConditionalOperator, placeholders);
    const projection = boundProjection(ProjectionExpression, placeholders, AttributesToGet);
    placeholders.checkAllUsed();
    checkSelect(input, AttributesToGet);
    const target = openTarget(openTable(ctx, input.TableName!), input, projection, filter.names);
    const range = rowsFrom(target, input, start);
    const page = readPage(target, { range, filter: filter.test, limit: input.Limit, consistent: input.ConsistentRead });
    takeCapacity(target.tx, target.table, 'read', page.usage);
    return pageOutput(ctx, target, page, input.ReturnConsumedCapacity);
  },
});

function checkSegments({ Segment, TotalSegments }: ScanCommandInput): void {
  if (Segment !== undefined && TotalSegments === undefined) {
    throw validation('The TotalSegments parameter is required but was not present in the request when Segment parameter is present');
  }
  if (Segment === undefined && TotalSegments !== undefined) {
    throw validation('The Segment parameter is required but was not present in the request when parameter TotalSegments is present');
  }
  if (Segment !== undefined && Segment >= TotalSegments!) {
    throw validation(
      'The Segment parameter is zero-based and must be less than parameter TotalSegments: ' +
        `Segment: ${Segment} is not less than TotalSegments: ${TotalSegments}`,
    );
  }
}

/** A segment is a run of partition hashes, by which tables and indexes are sorted. */
function rowsFrom(target: Target, { Segment, TotalSegments }: ScanCommandInput, start: Attributes | undefined): Range {
  const last = Segment !== undefined && Segment + 1 < TotalSegments!;
  const range: Range = {
    ...(Segment !== undefined && { from: hashText(segmentStart(Segment, TotalSegments!)) }),
    ...(last && { before: hashText(segmentStart(Segment! + 1, TotalSegments!)) }),
  };
  if (!start) return range;
  const after = positionText(target, start);
  if (Segment !== undefined && segmentOf(partitionText(target.key.hash, start), TotalSegments!) !== Segment) {
    throw invalidStartKey(
      `Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: ${TotalSegments} Segment: ${Segment}`,
    );
  }
  return { ...range, after };
}

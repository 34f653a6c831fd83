import type { AttributeValue, BatchGetItemCommandInput, BatchGetItemCommandOutput, ConsumedCapacity, KeysAndAttributes } from '@aws-sdk/client-dynamodb';
import type { Context } from '../../../kernel/service.js';
import { operation } from '../../../kernel/service.js';
import { validation } from '../errors.js';
import { limits } from '../limits.js';
import { consumedCapacity, readUnits } from '../domain/capacity.js';
import type { Projector } from '../domain/expressions/paths.js';
import { checkTableName, openTable, tableArn } from '../domain/findTable.js';
import type { FoundTable } from '../domain/findTable.js';
import { lookupKey } from '../domain/itemKey.js';
import { boundProjection, requestPlaceholders } from '../domain/itemRequest.js';
import { readAttributes } from '../domain/readValue.js';
import { items } from '../domain/table.js';
import { hasCapacity, takeCapacity } from '../domain/throttle.js';
import type { Attributes } from '../domain/value.js';

type Key = Record<string, AttributeValue>;

/** One table's part of the request, as far as it can be checked without the table. */
interface Part {
  readonly tableName: string;
  readonly request: KeysAndAttributes;
  readonly keys: readonly Attributes[];
  readonly projection: Projector | undefined;
}

interface LocatedPart {
  readonly part: Part;
  readonly found: FoundTable;
  readonly itemKeys: readonly string[];
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
export const batchGetItem = operation<BatchGetItemCommandInput, BatchGetItemCommandOutput>({
  resource: ({ RequestItems }, scope) => tableArn(scope, Object.keys(RequestItems!)[0]!),
  access: ({ RequestItems }, scope) =>
    Object.keys(RequestItems!).map((name) => ({ action: 'dynamodb:BatchGetItem', resource: tableArn(scope, name) })),
  run(input, ctx) {
    const parts = Object.entries(input.RequestItems!).map(readPart);
    checkUnmixed(parts);
    const count = parts.reduce((sum, { keys }) => sum + keys.length, 0);
    if (count > limits.batchGetItems.value) throw validation('Too many items requested for the BatchGetItem call');
    const opened = parts.map((part) => ({ part, found: openTable(ctx, part.tableName) }));
    const located = opened.map(({ part, found }) => ({ part, found, itemKeys: uniqueKeys(part.keys.map((key) => lookupKey(found.table, key))) }));
    return new BatchRead(ctx, input).run(located);
  },
});

function readPart([tableName, request]: [string, KeysAndAttributes]): Part {
  checkTableName(tableName);
  const { ProjectionExpression, AttributesToGet } = request;
  const placeholders = requestPlaceholders(request, { ProjectionExpression }, { AttributesToGet });
  const keys = request.Keys!.map((key) => readAttributes(key as Attributes));
  const projection = boundProjection(ProjectionExpression, placeholders, AttributesToGet);
  placeholders.checkAllUsed();
  return { tableName, request, keys, projection };
}

/** One table's part may not use an expression where another's uses the parameter that expressions replaced. */
function checkUnmixed(parts: readonly Part[]): void {
  const requests = parts.map(({ request }) => request);
  const ProjectionExpression = requests.find((each) => each.ProjectionExpression !== undefined)?.ProjectionExpression;
  const AttributesToGet = requests.find((each) => each.AttributesToGet)?.AttributesToGet;
  requestPlaceholders({}, { ProjectionExpression }, { AttributesToGet });
}

function uniqueKeys(keys: readonly string[]): readonly string[] {
  if (new Set(keys).size < keys.length) throw validation('Provided list of item keys contains duplicates');
  return keys;
}

/** Reads what fits into 16 MB and into the tables' capacity; the rest is left for another call. */
class BatchRead {
  private bytes = 0;
  private units = 0;
  private readonly responses: Record<string, Key[]> = {};
  private readonly unprocessed: Record<string, KeysAndAttributes> = {};
  private readonly capacities: ConsumedCapacity[] = [];

  constructor(
    private readonly ctx: Context,
    private readonly input: BatchGetItemCommandInput,
  ) {}

  run(tables: readonly LocatedPart[]) {
    for (const each of tables) this.read(each);
    this.ctx.annotate({ readUnits: this.units });
    return {
      Responses: this.responses,
      UnprocessedKeys: this.unprocessed,
      ...(this.capacities.length > 0 && { ConsumedCapacity: this.capacities }),
    };
  }

  private read({ part, found: { table, tx }, itemKeys }: LocatedPart): void {
    const usage = { table: 0 };
    const read: Key[] = (this.responses[part.tableName] = []);
    const left: Key[] = [];
    for (const [at, itemKey] of itemKeys.entries()) {
      const record = tx.table(items).get(table.tag + itemKey);
      const units = readUnits(record?.size ?? 0, part.request.ConsistentRead);
      const full = record !== undefined && this.bytes + record.size > limits.batchGetBytes.value;
      if (full || !hasCapacity(tx, table, 'read')) {
        left.push(part.request.Keys![at]!);
        continue;
      }
      takeCapacity(tx, table, 'read', { table: units });
      usage.table += units;
      if (!record) continue;
      this.bytes += record.size;
      read.push((part.projection ? part.projection.project(record.item) : record.item) as Key);
    }
    this.units += usage.table;
    if (left.length > 0) this.unprocessed[part.tableName] = { ...part.request, Keys: left };
    const capacity = consumedCapacity(table, usage, this.input.ReturnConsumedCapacity);
    if (capacity) this.capacities.push(capacity);
  }
}

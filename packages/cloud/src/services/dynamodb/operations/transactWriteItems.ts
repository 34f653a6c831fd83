import type {
  ItemCollectionMetrics,
  TransactWriteItem,
  TransactWriteItemsCommandInput,
  TransactWriteItemsCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { Scope } from '../../../kernel/identity.js';
import { operation } from '../../../kernel/service.js';
import type { Access, Context } from '../../../kernel/service.js';
import { transactionCanceled, validation } from '../errors.js';
import { limits } from '../limits.js';
import { readUnits, writeUnits } from '../domain/capacity.js';
import { checkTableName, openTable, tableArn } from '../domain/findTable.js';
import { collectionMetrics } from '../domain/itemWrites.js';
import { prepareDelete, preparePut, prepareUpdate } from '../domain/prepareWrite.js';
import type { PreparedWrite } from '../domain/prepareWrite.js';
import { takeCapacity } from '../domain/throttle.js';
import { TransactionUsage, locate, reasonOf } from '../domain/transaction.js';
import type { Located } from '../domain/transaction.js';
import { fingerprint, isRepeated, rememberToken } from '../domain/transactionToken.js';
import { items } from '../domain/table.js';
import type { ItemRecord } from '../domain/table.js';
import { writeItem } from '../domain/writeItem.js';

type Kind = 'ConditionCheck' | 'Put' | 'Delete' | 'Update';

interface Action {
  readonly kind: Kind;
  readonly tableName: string;
  readonly onFailure: string | undefined;
  readonly prepared: PreparedWrite;
}

const permissions: Readonly<Record<Kind, string>> = { ConditionCheck: 'ConditionCheckItem', Put: 'PutItem', Delete: 'DeleteItem', Update: 'UpdateItem' };
const kinds = Object.keys(permissions) as Kind[];

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
export const transactWriteItems = operation<TransactWriteItemsCommandInput, TransactWriteItemsCommandOutput>({
  resource: ({ TransactItems }, scope) => accesses(TransactItems!, scope)[0]?.resource,
  access: ({ TransactItems }, scope) => accesses(TransactItems!, scope),
  run(input, ctx) {
    const actions = input.TransactItems!.map(readAction);
    const request = fingerprint(input.TransactItems);
    const opened = actions.map((action) => ({ action, found: openTable(ctx, action.tableName) }));
    const repeated = isRepeated(ctx, input.ClientRequestToken, request);
    const located = locate(opened.map(({ action, found }) => ({ found, key: () => action.prepared.locate(found.table) })));
    if (repeated) return repeatedAnswer(located, input);
    return perform(ctx, input, actions, located, request);
  },
});

function accesses(actions: readonly TransactWriteItem[], scope: Scope): readonly Access[] {
  return actions.flatMap((action) =>
    kinds.flatMap((kind) => {
      const tableName = action[kind]?.TableName;
      return tableName === undefined ? [] : [{ action: `dynamodb:${permissions[kind]}`, resource: tableArn(scope, tableName) }];
    }),
  );
}

function readAction(action: TransactWriteItem): Action {
  const given = kinds.filter((kind) => action[kind] !== undefined);
  if (given.length !== 1) throw validation('TransactItems can only contain one of Check, Put, Update or Delete');
  const kind = given[0]!;
  const { TableName, ReturnValuesOnConditionCheckFailure } = action[kind]!;
  checkTableName(TableName!);
  return { kind, tableName: TableName!, onFailure: ReturnValuesOnConditionCheckFailure, prepared: prepare(action) };
}

function prepare({ Put, Update, Delete, ConditionCheck }: TransactWriteItem): PreparedWrite {
  if (Put) return preparePut(Put);
  return Update ? prepareUpdate(Update) : prepareDelete((Delete ?? ConditionCheck)!);
}

/** Every action decides before any writes; one that may not go on cancels all. */
function perform(ctx: Context, input: TransactWriteItemsCommandInput, actions: readonly Action[], located: readonly Located[], request: string) {
  const states = located.map(({ found: { table, tx }, itemKey }) => tx.table(items).get(table.tag + itemKey));
  const results: (ItemRecord | undefined)[] = [];
  const reasons = actions.map(({ kind, prepared, onFailure }, at) => {
    const before = states[at];
    return reasonOf(prepared.test, before?.item, onFailure, () => {
      results[at] = kind === 'ConditionCheck' ? before : prepared.after(located[at]!.found.table, before);
    });
  });
  if (reasons.some(({ Code }) => Code !== 'None')) throw transactionCanceled(reasons);
  checkSize(states, results);
  const usages = new TransactionUsage('write');
  const metrics: Record<string, ItemCollectionMetrics[]> = {};
  for (const [at, { found, itemKey }] of located.entries()) {
    const before = states[at];
    const checks = actions[at]!.kind === 'ConditionCheck';
    const usage = checks ? { table: writeUnits(before?.size ?? 0) } : writeItem(found.tx, found.table, itemKey, before, results[at]);
    const doubled = usages.add(found, usage);
    takeCapacity(found.tx, found.table, 'write', doubled);
    if (input.ReturnItemCollectionMetrics !== 'SIZE' || checks) continue;
    const collection = collectionMetrics(found, actions[at]!.prepared.attributes);
    if (collection) (metrics[found.table.name] ??= []).push(collection);
  }
  rememberToken(ctx, input.ClientRequestToken, request);
  ctx.annotate({ writeUnits: usages.total });
  const capacity = usages.report(input.ReturnConsumedCapacity);
  return { ...(capacity && { ConsumedCapacity: capacity }), ...(Object.keys(metrics).length > 0 && { ItemCollectionMetrics: metrics }) };
}

function checkSize(before: readonly (ItemRecord | undefined)[], after: readonly (ItemRecord | undefined)[]): void {
  const bytes = before.reduce((sum, record, at) => sum + Math.max(record?.size ?? 0, after[at]?.size ?? 0), 0);
  if (bytes > limits.transactionBytes.value) throw validation('Collective item size in a transaction exceeds limit');
}

/** A repeated transaction costs what it takes to find out. */
function repeatedAnswer(located: readonly Located[], input: TransactWriteItemsCommandInput) {
  const usages = new TransactionUsage('read');
  for (const { found, itemKey } of located) {
    usages.add(found, { table: readUnits(found.tx.table(items).get(found.table.tag + itemKey)?.size ?? 0, true) });
  }
  const capacity = usages.report(input.ReturnConsumedCapacity);
  return capacity ? { ConsumedCapacity: capacity } : {};
}

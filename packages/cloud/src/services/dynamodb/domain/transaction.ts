import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../../kernel/errors.js';
import type { CancellationReason } from '../errors.js';
import { transactionCanceled, validation } from '../errors.js';
import type { CapacityDetail, UnitKind, Usage } from './capacity.js';
import { addIndexUnits, consumedCapacity, totalUnits } from './capacity.js';
import type { TestItem } from './expressions/condition.js';
import type { FoundTable } from './findTable.js';
import type { TableRecord } from './table.js';
import type { Attributes } from './value.js';

/** An item that a transaction is about. */
export interface Located {
  readonly found: FoundTable;
  readonly itemKey: string;
}

const none: CancellationReason = { Code: 'None' };

/** Finds the items. A key that does not fit its table cancels; the same item twice is refused outright. */
export function locate(actions: readonly { readonly found: FoundTable; readonly key: () => string }[]): readonly Located[] {
  const located: Located[] = [];
  const reasons = actions.map(({ found, key }) => {
    try {
      located.push({ found, itemKey: key() });
      return none;
    } catch (error) {
      return validationReason(error);
    }
  });
  const keys = located.map(({ found, itemKey }) => found.table.tag + itemKey);
  if (new Set(keys).size < keys.length) throw validation('Transaction request cannot include multiple operations on one item');
  if (located.length < actions.length) throw transactionCanceled(reasons);
  return located;
}

/** Why an action cancels its transaction; `None` where it does not. */
export function reasonOf(test: TestItem | undefined, item: Attributes | undefined, onFailure: string | undefined, decide: () => void): CancellationReason {
  if (test && !test(item ?? {})) {
    return { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', ...(onFailure === 'ALL_OLD' && item && { Item: item }) };
  }
  try {
    decide();
    return none;
  } catch (error) {
    return validationReason(error);
  }
}

const isValidation = (error: unknown): error is AwsError => error instanceof AwsError && error.code === 'ValidationException';

/** An empty key value is no reason to cancel: the request itself is refused. */
function validationReason(error: unknown): CancellationReason {
  if (!isValidation(error) || error.message.includes('cannot contain an empty')) throw error;
  return { Code: 'ValidationError', Message: error.message };
}

/** Units of a transaction by table: twice what each item would cost by itself. */
export class TransactionUsage {
  private readonly usages = new Map<string, { readonly table: TableRecord; readonly usage: Usage }>();
  total = 0;

  constructor(private readonly kind: UnitKind) {}

  /** Gives what the item costs in the transaction. */
  add({ table }: FoundTable, { table: units, indexes }: Usage): Usage {
    const one: Usage = { table: units * 2 };
    for (const [name, count] of indexes ?? []) addIndexUnits(one, name, count * 2);
    const known = this.usages.get(table.tag) ?? { table, usage: { table: 0 } };
    this.usages.set(table.tag, known);
    known.usage.table += one.table;
    for (const [name, count] of one.indexes ?? []) addIndexUnits(known.usage, name, count);
    this.total += totalUnits(one);
    return one;
  }

  report(detail: CapacityDetail): ConsumedCapacity[] | undefined {
    const capacities = [...this.usages.values()].flatMap(({ table, usage }) => consumedCapacity(table, usage, detail, this.kind) ?? []);
    return capacities.length > 0 ? capacities : undefined;
  }
}

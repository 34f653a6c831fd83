import type { Condition, ConditionalOperator, QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Answer, Context } from '../../../../kernel/service.js';
import type { CapacityDetail } from '../capacity.js';
import { consumedCapacity, totalUnits } from '../capacity.js';
import type { TestItem } from '../expressions/condition.js';
import type { Placeholders } from '../expressions/placeholders.js';
import { boundCondition } from '../itemRequest.js';
import { filterTest } from '../legacy/conditions.js';
import type { Page } from './page.js';
import type { Target } from './target.js';

/** A filter and the attributes that it looks at. */
export interface Filter {
  readonly test: TestItem | undefined;
  readonly names: readonly string[];
}

export function readFilter(
  expression: string | undefined,
  legacy: Readonly<Record<string, Condition>> | undefined,
  joined: ConditionalOperator | undefined,
  placeholders: Placeholders,
): Filter {
  const names: string[] = Object.keys(legacy ?? {});
  const test = boundCondition('FilterExpression', expression, placeholders, ([name]) => names.push(name as string));
  return { test: test ?? filterTest(legacy, joined), names };
}

/** What Query and Scan answer. */
export function pageOutput(ctx: Context, target: Target, page: Page, detail: CapacityDetail): Answer<QueryCommandOutput> {
  ctx.annotate({ readUnits: totalUnits(page.usage) });
  const capacity = consumedCapacity(target.table, page.usage, detail);
  return {
    ...(!target.counts && { Items: page.items as QueryCommandOutput['Items'] }),
    Count: page.count,
    ScannedCount: page.scannedCount,
    ...(page.lastKey && { LastEvaluatedKey: page.lastKey as QueryCommandOutput['LastEvaluatedKey'] }),
    ...(capacity && { ConsumedCapacity: capacity }),
  };
}

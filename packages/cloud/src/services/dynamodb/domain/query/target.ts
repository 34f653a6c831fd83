import type { Select } from '@aws-sdk/client-dynamodb';
import { invalidParameter, noSuchIndex, validation } from '../../errors.js';
import type { Projector } from '../expressions/paths.js';
import type { FoundTable } from '../findTable.js';
import { keyNames, projectedNames } from '../indexView.js';
import { findIndex } from '../table.js';
import type { IndexRecord, KeyShape } from '../table.js';

/** What a Query or Scan reads: a table or one of its indexes, and what it gives of each item. */
export interface Target extends FoundTable {
  readonly index: IndexRecord | undefined;
  readonly key: KeyShape;
  /** What the index holds; undefined: everything. */
  readonly names: ReadonlySet<string> | undefined;
  /** Items come from the table, because a local index lacks what was asked for. */
  readonly fetches: boolean;
  readonly projection: Projector | undefined;
  readonly counts: boolean;
}

export interface TargetInput {
  readonly IndexName?: string | undefined;
  readonly ConsistentRead?: boolean | undefined;
  readonly Select?: Select | undefined;
  readonly ProjectionExpression?: string | undefined;
}

/** Refuses what Select cannot be combined with; before the table is looked at. */
export function checkSelect({ Select, IndexName, ProjectionExpression }: TargetInput, attributesToGet: readonly string[] | undefined): void {
  const parameter = ProjectionExpression === undefined ? 'AttributesToGet' : 'ProjectionExpression';
  const projects = ProjectionExpression !== undefined || attributesToGet !== undefined;
  if (Select === 'ALL_PROJECTED_ATTRIBUTES' && IndexName === undefined) {
    throw validation('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
  if (Select === 'SPECIFIC_ATTRIBUTES' && !projects) {
    throw validation('Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES');
  }
  if (!projects || Select === undefined || Select === 'SPECIFIC_ATTRIBUTES') return;
  throw validation(`Cannot specify the ${parameter} when choosing to get ${Select === 'COUNT' ? 'only the Count' : Select}`);
}

export function openTarget(found: FoundTable, input: TargetInput, projection: Projector | undefined, filterNames: readonly string[]): Target {
  const { table } = found;
  const { IndexName, Select } = input;
  const index = IndexName === undefined ? undefined : findIndex(table, IndexName);
  if (IndexName !== undefined && !index) throw noSuchIndex(IndexName);
  if (index?.kind === 'global') {
    if (input.ConsistentRead) throw validation('Consistent reads are not supported on global secondary indexes');
    if (index.status === 'CREATING') throw validation(`Cannot read from backfilling global secondary index: ${index.name}`);
    if (index.status === 'DELETING') throw noSuchIndex(index.name);
  }
  const names = index && projectedNames(table, index);
  if (index?.kind === 'global' && names) checkProjected(index, names, Select, [...(projection?.names() ?? []), ...filterNames]);
  const lacks = (wanted: readonly string[]): boolean => names !== undefined && wanted.some((name) => !names.has(name));
  const asksMore = (Select === 'ALL_ATTRIBUTES' && names !== undefined) || lacks(projection?.names() ?? []) || lacks(filterNames);
  const fetches = index?.kind === 'local' && asksMore;
  return { ...found, index, key: index?.key ?? table.key, names, fetches, projection, counts: Select === 'COUNT' };
}

/** A global index gives nothing but what it holds. */
function checkProjected(index: IndexRecord, names: ReadonlySet<string>, select: Select | undefined, wanted: readonly string[]): void {
  if (select === 'ALL_ATTRIBUTES') {
    throw invalidParameter(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
    );
  }
  const missing = [...new Set(wanted)].filter((name) => !names.has(name));
  if (missing.length > 0) throw invalidParameter(`Global secondary index ${index.name} does not project [${missing.join(', ')}]`);
}

/** Names of the attributes that a position in this table or index consists of. */
export const positionNames = ({ table, index }: Target): readonly string[] =>
  index ? [...new Set([...keyNames(index.key), ...keyNames(table.key)])] : keyNames(table.key);

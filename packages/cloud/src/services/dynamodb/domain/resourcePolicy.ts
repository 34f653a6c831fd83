import { AwsError } from '../../../kernel/errors.js';
import { parsePolicy } from '../../../kernel/policy/index.js';
import type { Context } from '../../../kernel/service.js';
import { arnNotFound, validation } from '../errors.js';
import { limits } from '../limits.js';
import { parseTableArn } from './findTable.js';
import { tables } from './table.js';
import type { TableRecord } from './table.js';

/** A policy as it is kept: the document as given, and a revision that changes with it. */
export function readPolicy(ctx: Context, document: string): NonNullable<TableRecord['policy']> {
  if (Buffer.byteLength(document) > limits.resourcePolicyBytes.value) {
    throw new AwsError('LimitExceededException', `The resource-based policy document exceeds the limit of ${limits.resourcePolicyBytes.value} bytes`);
  }
  try {
    parsePolicy(document);
  } catch (error) {
    throw validation(`Invalid policy document: ${(error as AwsError).message}`);
  }
  return { document, revision: `${ctx.now}${ctx.random.below(1000)}` };
}

/** The table that an ARN names, in the caller's account and region. */
export function tableOfArn(ctx: Context, resourceArn: string): TableRecord {
  const found = parseTableArn(resourceArn);
  if (!found) throw validation(`Invalid TableArn: Invalid ResourceArn provided as input ${resourceArn}`);
  const { region, account, tableName } = found;
  const table = region === ctx.scope.region && account === ctx.scope.account ? ctx.table(tables).get(tableName) : undefined;
  if (!table) throw arnNotFound(resourceArn);
  return table;
}

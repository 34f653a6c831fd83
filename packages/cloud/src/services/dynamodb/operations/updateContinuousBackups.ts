import type { UpdateContinuousBackupsCommandInput, UpdateContinuousBackupsCommandOutput } from '@aws-sdk/client-dynamodb';
import { AwsError } from '../../../kernel/errors.js';
import { operation } from '../../../kernel/service.js';
import { backupTableNotFound, validation } from '../errors.js';
import { describeBackups } from '../domain/continuousBackups.js';
import { checkTableName, findTable, tableArn } from '../domain/findTable.js';
import { tables } from '../domain/table.js';

const defaultPeriodDays = 35;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContinuousBackups.html */
export const updateContinuousBackups = operation<UpdateContinuousBackupsCommandInput, UpdateContinuousBackupsCommandOutput>({
  resource: ({ TableName }, scope) => tableArn(scope, TableName!),
  run({ TableName, PointInTimeRecoverySpecification }, ctx) {
    checkTableName(TableName!);
    const found = findTable(ctx, TableName!);
    if (!found) throw backupTableNotFound(TableName!);
    const { table, tx } = found;
    if (table.status === 'CREATING') throw new AwsError('ContinuousBackupsUnavailableException', 'Backups are being enabled for the table. Please retry later');
    const { PointInTimeRecoveryEnabled, RecoveryPeriodInDays } = PointInTimeRecoverySpecification!;
    if (!PointInTimeRecoveryEnabled && RecoveryPeriodInDays !== undefined) {
      throw validation('RecoveryPeriodInDays can only be specified when PointInTimeRecoveryEnabled is true');
    }
    const { recovery, ...rest } = table;
    const periodDays = RecoveryPeriodInDays ?? recovery?.periodDays ?? defaultPeriodDays;
    const changed = PointInTimeRecoveryEnabled ? { ...rest, recovery: { periodDays, sinceMs: recovery?.sinceMs ?? ctx.now } } : rest;
    tx.table(tables).put(table.name, changed);
    return { ContinuousBackupsDescription: describeBackups(changed, ctx.now) };
  },
});

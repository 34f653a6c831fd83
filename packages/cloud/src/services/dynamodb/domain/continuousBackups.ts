import type { ContinuousBackupsDescription } from '@aws-sdk/client-dynamodb';
import type { TableRecord } from './table.js';

const dayMs = 86_400_000;
/** A table can be restored to any moment but the last minutes. */
const lagMs = 300_000;

export function describeBackups({ recovery }: TableRecord, nowMs: number): ContinuousBackupsDescription {
  if (!recovery) return { ContinuousBackupsStatus: 'ENABLED', PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' } };
  const earliestMs = Math.max(recovery.sinceMs, nowMs - recovery.periodDays * dayMs);
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: {
      PointInTimeRecoveryStatus: 'ENABLED',
      RecoveryPeriodInDays: recovery.periodDays,
      EarliestRestorableDateTime: new Date(earliestMs),
      LatestRestorableDateTime: new Date(Math.max(earliestMs, nowMs - lagMs)),
    },
  };
}

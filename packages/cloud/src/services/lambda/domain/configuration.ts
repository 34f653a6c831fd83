import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { CodeRecord, VersionRecord } from './records.js';

/** What has just happened to a version, which its first description shows. */
export type Phase = 'created' | 'updated' | 'steady';

/** A version as the API describes it. */
export function describeVersion(version: VersionRecord, qualifier: string | undefined, phase: Phase = 'steady'): FunctionConfiguration {
  return {
    FunctionName: version.functionName,
    FunctionArn: qualifier === undefined ? version.functionArn : `${version.functionArn}:${qualifier}`,
    Runtime: version.runtime as FunctionConfiguration['Runtime'],
    Role: version.roleArn,
    Handler: version.handler,
    CodeSize: version.code.kind === 'package' ? version.code.sizeBytes : 0,
    Description: version.description,
    Timeout: version.timeoutSeconds,
    MemorySize: version.memoryMb,
    LastModified: timestamp(version.lastModifiedMs),
    CodeSha256: codeSha256(version.code),
    Version: version.version,
    TracingConfig: { Mode: version.tracingMode },
    RevisionId: version.revisionId,
    PackageType: 'Zip',
    Architectures: version.architectures as FunctionConfiguration['Architectures'],
    EphemeralStorage: { Size: version.ephemeralStorageMb },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: describeLogging(version),
    ...states[phase],
    ...optionalMembers(version),
  };
}

const states: Readonly<Record<Phase, Partial<FunctionConfiguration>>> = {
  created: { State: 'Pending', StateReason: 'The function is being created.', StateReasonCode: 'Creating' },
  updated: {
    State: 'Active',
    LastUpdateStatus: 'InProgress',
    LastUpdateStatusReason: 'The function is being created.',
    LastUpdateStatusReasonCode: 'Creating' as FunctionConfiguration['LastUpdateStatusReasonCode'],
  },
  steady: { State: 'Active', LastUpdateStatus: 'Successful' },
};

function optionalMembers({ environment, deadLetterArn, layers }: VersionRecord): Partial<FunctionConfiguration> {
  const out: Partial<FunctionConfiguration> = {};
  if (environment) out.Environment = { Variables: { ...environment } };
  if (deadLetterArn !== undefined) out.DeadLetterConfig = { TargetArn: deadLetterArn };
  if (layers.length > 0) out.Layers = layers.map(({ arn, sizeBytes }) => ({ Arn: arn, CodeSize: sizeBytes }));
  return out;
}

function describeLogging({ logging }: VersionRecord): NonNullable<FunctionConfiguration['LoggingConfig']> {
  const out: NonNullable<FunctionConfiguration['LoggingConfig']> = { LogFormat: logging.format };
  if (logging.applicationLogLevel !== undefined) out.ApplicationLogLevel = logging.applicationLogLevel as 'INFO';
  if (logging.systemLogLevel !== undefined) out.SystemLogLevel = logging.systemLogLevel as 'INFO';
  out.LogGroup = logging.logGroup;
  return out;
}

/** Base64 of the package's SHA-256. Code that is no package has none. */
export const codeSha256 = (code: CodeRecord): string => (code.kind === 'package' ? Buffer.from(code.hash, 'hex').toString('base64') : '');

/** `2026-11-21T05:40:00.000+0000` */
export const timestamp = (atMs: number): string => new Date(atMs).toISOString().replace('Z', '+0000');

import type { CreateFunctionCommandInput, UpdateFunctionConfigurationCommandInput } from '@aws-sdk/client-lambda';
import { AwsError, notImplemented } from '../../../kernel/errors.js';
import { parseArn } from '../../../kernel/identity.js';
import type { Scope } from '../../../kernel/identity.js';
import { accessDenied, constraintBroken, invalidParameter } from '../errors.js';
import { limits } from '../limits.js';
import type { LoggingRecord, VersionRecord } from './records.js';
import { checkEnvironment } from './environmentVariables.js';

type Input = Partial<Omit<CreateFunctionCommandInput, 'Code' | 'FunctionName'>> & Omit<UpdateFunctionConfigurationCommandInput, 'FunctionName'>;

/** The part of a version that CreateFunction and UpdateFunctionConfiguration set. */
export type Settings = Pick<
  VersionRecord,
  | 'runtime'
  | 'roleArn'
  | 'handler'
  | 'description'
  | 'timeoutSeconds'
  | 'memoryMb'
  | 'environment'
  | 'deadLetterArn'
  | 'tracingMode'
  | 'architectures'
  | 'ephemeralStorageMb'
  | 'logging'
>;

/** What AWS takes where nothing is said. */
export function defaultSettings(functionName: string): Settings {
  return {
    runtime: '',
    roleArn: '',
    handler: '',
    description: '',
    timeoutSeconds: 3,
    memoryMb: 128,
    tracingMode: 'PassThrough',
    architectures: ['x86_64'],
    ephemeralStorageMb: 512,
    logging: { format: 'Text', logGroup: defaultLogGroup(functionName) },
  };
}

const defaultLogGroup = (functionName: string): string => `/aws/lambda/${functionName}`;

/** The settings with what the input says of them. Throws what AWS answers to values that it refuses. */
export function applySettings(before: Settings, input: Input, scope: Scope, functionName: string): Settings {
  refuse(input);
  checkNumbers(input);
  if (input.Role !== undefined) checkRole(input.Role, scope);
  const { environment: _environment, deadLetterArn: _deadLetterArn, ...rest } = before;
  const environment = input.Environment === undefined ? before.environment : environmentOf(input.Environment.Variables);
  const deadLetterArn = input.DeadLetterConfig === undefined ? before.deadLetterArn : deadLetterOf(input.DeadLetterConfig.TargetArn);
  return {
    ...rest,
    runtime: input.Runtime ?? before.runtime,
    roleArn: input.Role ?? before.roleArn,
    handler: input.Handler ?? before.handler,
    description: input.Description ?? before.description,
    timeoutSeconds: input.Timeout ?? before.timeoutSeconds,
    memoryMb: input.MemorySize ?? before.memoryMb,
    tracingMode: input.TracingConfig?.Mode ?? before.tracingMode,
    architectures: input.Architectures ?? before.architectures,
    ephemeralStorageMb: input.EphemeralStorage?.Size ?? before.ephemeralStorageMb,
    logging: input.LoggingConfig === undefined ? before.logging : loggingOf(input.LoggingConfig, before.logging, functionName),
    ...(environment && { environment }),
    ...(deadLetterArn !== undefined && { deadLetterArn }),
  };
}

/** Parameters whose empty form asks for nothing. */
function refuse(input: Input): void {
  const { VpcConfig: vpc } = input;
  if (vpc && ((vpc.SubnetIds?.length ?? 0) > 0 || (vpc.SecurityGroupIds?.length ?? 0) > 0)) throw notImplemented('Lambda functions in a VPC (VpcConfig)');
  if (input.SnapStart?.ApplyOn === 'PublishedVersions') throw notImplemented('Lambda SnapStart (SnapStart.ApplyOn PublishedVersions)');
  if (input.KMSKeyArn) throw notImplemented('customer keys of Lambda functions (KMSKeyArn)');
  if ((input.FileSystemConfigs?.length ?? 0) > 0) throw notImplemented('file systems of Lambda functions (FileSystemConfigs)');
  if (input.PackageType === 'Image') throw notImplemented('Lambda functions from container images (PackageType Image)');
}

function checkNumbers({ Timeout: timeout, MemorySize: memory }: Input): void {
  const { timeoutSeconds, memoryMb } = limits;
  if (timeout !== undefined && timeout > timeoutSeconds.value) {
    throw constraintBroken(timeout, 'timeout', `Member must have value less than or equal to ${timeoutSeconds.value}`);
  }
  if (memory !== undefined && memory > memoryMb.value) {
    throw invalidParameter(`'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to ${memoryMb.value}`);
  }
}

function checkRole(roleArn: string, scope: Scope): void {
  const account = parseArn(roleArn)?.account;
  if (account !== scope.account) throw accessDenied('Cross-account pass role is not allowed.');
}

function environmentOf(variables: Record<string, string> | undefined): Record<string, string> | undefined {
  if (!variables || Object.keys(variables).length === 0) return undefined;
  checkEnvironment(variables);
  return { ...variables };
}

function deadLetterOf(target: string | undefined): string | undefined {
  if (!target) return undefined;
  const service = parseArn(target)?.service;
  if (service !== 'sqs' && service !== 'sns') throw invalidParameter(`Unsupported dead-letter target: ${target}. Supported targets are SNS topics and SQS queues.`);
  return target;
}

function loggingOf(given: NonNullable<Input['LoggingConfig']>, before: LoggingRecord, functionName: string): LoggingRecord {
  const format = given.LogFormat ?? before.format;
  const logGroup = given.LogGroup ?? before.logGroup ?? defaultLogGroup(functionName);
  if (format === 'Text') {
    if (given.ApplicationLogLevel !== undefined || given.SystemLogLevel !== undefined) {
      throw new AwsError('InvalidParameterValueException', 'To use ApplicationLogLevel or SystemLogLevel, you must set LogFormat to JSON.', { members: { Type: 'User' } });
    }
    return { format, logGroup };
  }
  return {
    format,
    applicationLogLevel: given.ApplicationLogLevel ?? before.applicationLogLevel ?? 'INFO',
    systemLogLevel: given.SystemLogLevel ?? before.systemLogLevel ?? 'INFO',
    logGroup,
  };
}

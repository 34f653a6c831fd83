import { collection } from '../../../kernel/collection.js';

/** Where a version's code comes from, and what the API says of it. */
export type CodeRecord =
  | { readonly kind: 'package'; /** Of the zip archive among the blobs. */ readonly hash: string; readonly sizeBytes: number }
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'inline' };

export interface LayerUse {
  readonly arn: string;
  readonly hash: string;
  readonly sizeBytes: number;
}

export interface LoggingRecord {
  readonly format: 'Text' | 'JSON';
  readonly applicationLogLevel?: string;
  readonly systemLogLevel?: string;
  readonly logGroup: string;
}

/** Everything about one version; `$LATEST` is one that may change. */
export interface VersionRecord {
  readonly functionName: string;
  /** Without a qualifier. */
  readonly functionArn: string;
  /** `$LATEST` or a number from 1. */
  readonly version: string;
  readonly runtime: string;
  readonly roleArn: string;
  readonly handler: string;
  readonly description: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly deadLetterArn?: string;
  readonly tracingMode: 'Active' | 'PassThrough';
  readonly layers: readonly LayerUse[];
  readonly architectures: readonly string[];
  readonly ephemeralStorageMb: number;
  readonly logging: LoggingRecord;
  readonly code: CodeRecord;
  readonly revisionId: string;
  readonly lastModifiedMs: number;
}

export interface FunctionRecord {
  readonly latest: VersionRecord;
  readonly tags: Readonly<Record<string, string>>;
  /** Undefined: shares the account's. */
  readonly reservedConcurrency?: number;
  /** Number of the last version published; never used twice. */
  readonly lastVersion: number;
}

export interface AliasRecord {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** Share of a further version, from 0 to 1. */
  readonly weights?: Readonly<Record<string, number>>;
  readonly revisionId: string;
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: string | Readonly<Record<string, string>>;
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface PolicyRecord {
  readonly statements: readonly PolicyStatement[];
  readonly revisionId: string;
}

export interface EventInvokeConfigRecord {
  readonly lastModifiedMs: number;
  readonly maximumRetryAttempts?: number;
  readonly maximumEventAgeSeconds?: number;
  readonly onSuccess?: string;
  readonly onFailure?: string;
}

/** By function name. */
export const functions = collection<FunctionRecord>('lambda.functions');
/** Published ones, by function name and number. */
export const versions = collection<VersionRecord>('lambda.versions');
/** By function name and alias. */
export const aliases = collection<AliasRecord>('lambda.aliases');
/** By function name and qualifier, empty for the function itself. */
export const policies = collection<PolicyRecord>('lambda.policies');
/** By function name and qualifier, `$LATEST` for the function itself. */
export const eventInvokeConfigs = collection<EventInvokeConfigRecord>('lambda.eventInvokeConfigs');
/** `total`: the concurrency that functions have reserved. */
export const reservations = collection<number>('lambda.reservations');

/** An event source mapping that reads an SQS queue. */
export interface MappingRecord {
  readonly uuid: string;
  readonly functionName: string;
  /** As given, with qualifier. */
  readonly functionArn: string;
  readonly queueArn: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** Patterns as JSON; empty: takes everything. */
  readonly filters: readonly string[];
  readonly reportsItemFailures: boolean;
  readonly maximumConcurrency?: number;
  readonly isEnabled: boolean;
  readonly lastModifiedMs: number;
  readonly tags: Readonly<Record<string, string>>;
  /** Pollers of another generation are out of date and end. */
  readonly generation: number;
}

/** One poller of a mapping: it waits for messages or works on a batch. */
export interface PollerRecord {
  readonly isListening: boolean;
}

/** By UUID. */
export const mappings = collection<MappingRecord>('lambda.eventSourceMappings');
/** By the mapping's UUID and the poller's number. */
export const pollers = collection<PollerRecord>('lambda.pollers');
/** Since when a mapping has had batches under way without a pause, by UUID. */
export const busySince = collection<number>('lambda.mappingsBusySince');

/** An invocation that its caller did not wait for. */
export interface AsyncEventRecord {
  readonly requestId: string;
  readonly functionName: string;
  readonly qualifier: string | undefined;
  readonly payload: Uint8Array;
  readonly clientContext: string | undefined;
  readonly acceptedAtMs: number;
  /** Runs that ended in an error of the function. */
  readonly failures: number;
  /** Runs that Lambda could not begin. */
  readonly throttles: number;
}

/** By request id. */
export const asyncEvents = collection<AsyncEventRecord>('lambda.asyncEvents');

export interface LayerVersionRecord {
  readonly layerName: string;
  readonly version: number;
  readonly description: string;
  readonly hash: string;
  readonly sizeBytes: number;
  readonly createdAtMs: number;
  readonly compatibleRuntimes: readonly string[];
  readonly compatibleArchitectures: readonly string[];
  readonly licenseInfo?: string;
}

/** By layer name and version. */
export const layerVersions = collection<LayerVersionRecord>('lambda.layerVersions');
/** Number of the last version, by layer name; never used twice. */
export const layerCounters = collection<number>('lambda.layerCounters');

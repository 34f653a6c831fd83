import type { Scope } from '../../../kernel/identity.js';
import type { StageRecord } from '../domain/state.js';
import type { CompiledApi, CompiledMethod } from './compiled.js';
import type { GatewayFailure } from './failure.js';
import type { ApiRequest } from './request.js';

/** One call of an API, from its admission to its answer. */
export interface Execution {
  readonly request: ApiRequest;
  /** Whose API it is, wherever the call came in. */
  readonly scope: Scope;
  readonly apiId: string;
  readonly stage: StageRecord;
  readonly api: CompiledApi;
  readonly requestId: string;
  /** `x-amz-apigw-id`. */
  readonly extendedRequestId: string;
  /** `Root=…` of the trace. */
  readonly traceRoot: string;
  readonly startedAtMs: number;
  /** Undefined where no resource was found. */
  method?: CompiledMethod | undefined;
  pathParameters: Record<string, string> | null;
  apiKey?: { readonly id: string; readonly value: string } | undefined;
  failure?: GatewayFailure | undefined;
  integrationStatus?: number | undefined;
  integrationLatencyMs?: number | undefined;
  integrationErrorMessage?: string | undefined;
}

/** What goes back to the caller, before the gateway's own headers. */
export interface Answer {
  readonly statusCode: number;
  /** Values by name; several make several headers. */
  readonly headers: Record<string, string[]>;
  readonly body: string | Uint8Array;
}

export const isTextual = (body: string | Uint8Array): body is string => typeof body === 'string';

export const bytesOf = (body: string | Uint8Array): Uint8Array => (typeof body === 'string' ? Buffer.from(body) : body);

export const textOf = (body: string | Uint8Array): string =>
  typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString();

/** `arn:aws:execute-api:REGION:ACCOUNT:API/STAGE/METHOD/path`. */
export const executeArn = ({ scope, apiId, stage, request }: Execution, path: string): string =>
  `arn:aws:execute-api:${scope.region}:${scope.account}:${apiId}/${stage.stageName}/${request.httpMethod}${path}`;

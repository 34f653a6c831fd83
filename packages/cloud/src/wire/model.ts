/** How a service speaks. The first of a model's protocols is the one its current SDK uses. */
export type Protocol = 'json-1.0' | 'json-1.1' | 'query' | 'rest-json' | 'rest-xml' | 'cbor';

/** Enough of a service to route a call to it. */
export type ServiceSummary = Pick<ServiceModel, 'service' | 'apiVersion' | 'target' | 'protocols'>;

/** A service of AWS as its SDK describes it, in plain data; written by `scripts/models/extract.mjs`. */
export interface ServiceModel {
  /** Name in the catalog. */
  readonly service: string;
  /** For example `2012-11-05`. */
  readonly apiVersion: string;
  readonly protocols: readonly Protocol[];
  /** Before the dot in `X-Amz-Target`, and the service's name in a CBOR path. */
  readonly target: string;
  /** Of Query and XML answers. */
  readonly xmlNamespace: string;
  /** Errors carry `x-amzn-query-error` in JSON and CBOR. */
  readonly queryCompatible: boolean;
  /** Prefix of `__type` in errors where AWS sends one, such as `com.amazonaws.dynamodb.v20120810#`. */
  readonly errorNamespace: string;
  /** How the service words a missing required member or a broken constraint. */
  readonly validation: ValidationStyle;
  readonly operations: Readonly<Record<string, OperationModel>>;
  /** Everything else refers to a shape by its index here. */
  readonly shapes: readonly Shape[];
  /** Error shapes by name. */
  readonly errors: Readonly<Record<string, number>>;
}

/**
 * `coral`: `1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must not be null`.
 * `parameter`: `text` with the parameter's name for `%`.
 */
export type ValidationStyle =
  | { readonly wording: 'coral'; readonly code: string }
  | { readonly wording: 'parameter'; readonly code: string; readonly text: string; /** `Entry.1.Id`, not `Entry.member.1.Id`. */ readonly flattened: boolean };

export interface OperationModel {
  readonly input: number;
  readonly output: number;
  readonly http?: { readonly method: string; readonly uri: string; readonly status: number };
  /** Prefix before the host, such as `stream-`. */
  readonly hostPrefix?: string;
}

export type Shape = StructureShape | ListShape | MapShape | SimpleShape;

export interface StructureShape {
  readonly type: 'structure';
  readonly name: string;
  /** Exactly one member is set. */
  readonly union?: true;
  readonly members: Readonly<Record<string, Member>>;
  readonly required?: readonly string[];
  readonly error?: ErrorTraits;
  readonly xmlName?: string;
  /** `[prefix, uri]` declared on the element. */
  readonly xmlNamespace?: readonly [string, string];
  /** An event stream's union. */
  readonly streaming?: true;
}

export interface ErrorTraits {
  readonly fault: 'client' | 'server';
  readonly status: number;
  /** Code and status as the Query protocol gives them. */
  readonly query?: readonly [string, number];
}

export interface ListShape {
  readonly type: 'list';
  readonly member: Member;
}

export interface MapShape {
  readonly type: 'map';
  readonly key: Member;
  readonly value: Member;
}

export interface SimpleShape {
  readonly type: 'string' | 'boolean' | 'integer' | 'long' | 'float' | 'double' | 'timestamp' | 'blob' | 'document' | 'bignumber';
  /** Timestamps only, where it differs from the protocol's default. */
  readonly format?: TimestampFormat;
  /** Payload read as a stream by clients. */
  readonly streaming?: true;
}

export type TimestampFormat = 'date-time' | 'http-date' | 'epoch-seconds';

/** A use of a shape. */
export interface Member {
  readonly shape: number;
  readonly jsonName?: string;
  readonly xmlName?: string;
  readonly flattened?: true;
  readonly attribute?: true;
  readonly xmlNamespace?: readonly [string, string];
  /** HTTP bindings; at most one. */
  readonly label?: true;
  readonly header?: string;
  readonly prefixHeaders?: string;
  readonly query?: string;
  readonly queryParams?: true;
  readonly payload?: true;
  readonly statusCode?: true;
  readonly hostLabel?: true;
  /** Filled by the SDK where absent. */
  readonly idempotencyToken?: true;
  readonly sensitive?: true;
  readonly eventPayload?: true;
  readonly eventHeader?: true;
  readonly constraint?: Constraint;
}

/** From botocore's model of the service. */
export interface Constraint {
  /** Length of a string, blob, list or map; value of a number. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  /** Of a list's members and a map's keys and values. */
  readonly member?: Constraint;
  readonly key?: Constraint;
  readonly value?: Constraint;
}

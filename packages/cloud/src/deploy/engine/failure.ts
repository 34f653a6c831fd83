import { AwsError } from '../../kernel/errors.js';

/** A resource that cannot be made, in the words of its status reason. */
export class ResourceFailure extends Error {}

/** Where an error came from, for the words around it. */
const origins = new WeakMap<Error, string>();

/** Remembers which service answered an error. */
export function rememberOrigin(error: unknown, service: string): void {
  if (error instanceof AwsError && !origins.has(error)) origins.set(error, service);
}

const titles: Readonly<Record<string, string>> = {
  apigateway: 'ApiGateway',
  cloudformation: 'CloudFormation',
  cloudwatch: 'CloudWatch',
  dynamodb: 'DynamoDb',
  events: 'EventBridge',
  iam: 'Iam',
  lambda: 'Lambda',
  logs: 'CloudWatchLogs',
  s3: 'S3',
  secretsmanager: 'SecretsManager',
  sns: 'Sns',
  sqs: 'Sqs',
  ssm: 'Ssm',
  sts: 'Sts',
};

/** First that matches the error code. Source: https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html */
const handlerCodes: readonly (readonly [pattern: RegExp, code: string])[] = [
  [/AlreadyExist|AlreadyOwned|QueueNameExists|ResourceInUse|EntityExists|ResourceExists/, 'AlreadyExists'],
  [/AccessDenied|NotAuthorized|Unauthorized|Forbidden/, 'AccessDenied'],
  [/NotFound|NoSuch|NonExistent|DoesNotExist/, 'NotFound'],
  [/Throttl|TooManyRequests|SlowDown/, 'Throttling'],
  [/LimitExceeded|QuotaExceeded/, 'ServiceLimitExceeded'],
  [/Conflict|OperationAborted/, 'ResourceConflict'],
  [/Validation|Invalid|Malformed|BadRequest|Unsupported|NotImplemented|Missing/, 'InvalidRequest'],
  [/Internal/, 'ServiceInternalError'],
];

export const handlerCode = (code: string): string => handlerCodes.find(([pattern]) => pattern.test(code))?.[1] ?? 'GeneralServiceException';

/** The status reason of a resource whose type failed. `token`: the step's; `requestId`: the operation's. */
export function failureReason(error: unknown, token: string, requestId: string): string {
  if (error instanceof ResourceFailure) return error.message;
  if (!(error instanceof AwsError)) return `Resource handler returned message: "${textOf(error)}" (RequestToken: ${token}, HandlerErrorCode: InternalFailure)`;
  const service = origins.get(error);
  const origin = service === undefined ? '' : ` (Service: ${titles[service] ?? service}, Status Code: ${error.statusCode}, Request ID: ${requestId})`;
  return `Resource handler returned message: "${error.message}${origin}" (RequestToken: ${token}, HandlerErrorCode: ${handlerCode(error.code)})`;
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The stack's status reason where resources failed. Each list may be empty. */
export function failedResources(created: readonly string[], updated: readonly string[], deleted: readonly string[] = []): string {
  const sentence = (verb: string, names: readonly string[]): string => (names.length > 0 ? `The following resource(s) failed to ${verb}: [${names.join(', ')}]. ` : '');
  return sentence('create', created) + sentence('update', updated) + sentence('delete', deleted);
}

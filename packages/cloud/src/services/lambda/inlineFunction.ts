import type { InlineHandler, InlineHandlers } from '../../compute/inlineHandlers.js';
import { AwsError } from '../../kernel/errors.js';
import { inlineBucket } from './domain/codeSource.js';

/** What a function with an inline handler may set; the same names and units as CreateFunction. */
export interface InlineFunctionOptions {
  /** Default 3. */
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly Description?: string;
  readonly Tags?: Record<string, string>;
  readonly DeadLetterConfig?: { readonly TargetArn: string };
  readonly LoggingConfig?: object;
  /** Default: a role made for inline functions, which may do everything. */
  readonly Role?: string;
}

/** How registration reaches the cloud: any operation, as the account's root. */
export type InlineCall = <O = Record<string, any>>(service: string, operation: string, input: object) => Promise<O>;

const roleName = 'terrella-inline-functions';

/**
 * Makes a function whose handler runs in this process, or gives one that is there a new handler, and returns its ARN.
 * A fork has handlers of its own: register them there as well (`InlineHandlers.entries()`).
 */
export async function registerInlineFunction(
  call: InlineCall,
  handlers: InlineHandlers,
  name: string,
  handler: InlineHandler,
  options: InlineFunctionOptions = {},
): Promise<string> {
  const { Role: givenRole, ...configuration } = options;
  const role = givenRole ?? (await inlineRole(call));
  const arn = await createOrUpdate(call, name, { ...configuration, Role: role });
  handlers.register(arn, handler);
  return arn;
}

async function createOrUpdate(call: InlineCall, name: string, configuration: object): Promise<string> {
  const code = { S3Bucket: inlineBucket, S3Key: name };
  const runtime = { Runtime: 'nodejs22.x', Handler: 'inline.handler' };
  try {
    const { FunctionArn: arn } = await call<{ FunctionArn: string }>('lambda', 'CreateFunction', { FunctionName: name, Code: code, ...runtime, ...configuration });
    return arn;
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'ResourceConflictException') throw error;
    await call('lambda', 'UpdateFunctionCode', { FunctionName: name, ...code });
    const { FunctionArn: arn } = await call<{ FunctionArn: string }>('lambda', 'UpdateFunctionConfiguration', { FunctionName: name, ...configuration });
    return arn;
  }
}

async function inlineRole(call: InlineCall): Promise<string> {
  try {
    return await roleArn(call);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'NoSuchEntity') throw error;
  }
  await call('iam', 'CreateRole', {
    RoleName: roleName,
    Description: 'Functions whose handlers run inside the process that holds this cloud',
    AssumeRolePolicyDocument: policy({ Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }),
  });
  await call('iam', 'PutRolePolicy', { RoleName: roleName, PolicyName: 'everything', PolicyDocument: policy({ Action: '*', Resource: '*' }) });
  return roleArn(call);
}

async function roleArn(call: InlineCall): Promise<string> {
  const { Role: role } = await call<{ Role: { Arn: string } }>('iam', 'GetRole', { RoleName: roleName });
  return role.Arn;
}

const policy = (statement: object): string => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });

import { IAM } from '@aws-sdk/client-iam';
import { Lambda } from '@aws-sdk/client-lambda';
import type { CreateFunctionCommandInput } from '@aws-sdk/client-lambda';
import { SQS } from '@aws-sdk/client-sqs';
import { zipSync } from 'fflate';
import { Cloud } from '../../../index.js';
import type { CloudOptions } from '../../../index.js';
import type { InlineHandler } from '../../../compute/inlineHandlers.js';
import { inlineHandlers, registerInlineFunction } from '../index.js';
import type { InlineFunctionOptions } from '../index.js';

/** A cloud with a role for functions, for tests. */
export class Lab implements AsyncDisposable {
  readonly lambda: Lambda;
  readonly sqs: SQS;

  private constructor(
    readonly cloud: Cloud,
    readonly roleArn: string,
  ) {
    this.lambda = cloud.client(Lambda);
    this.sqs = cloud.client(SQS);
  }

  static async start(options: CloudOptions = {}): Promise<Lab> {
    const cloud = await Cloud.start({ clock: 'virtual', ...options });
    const iam = cloud.client(IAM);
    const { Role } = await iam.createRole({ RoleName: 'functions', AssumeRolePolicyDocument: trust('lambda.amazonaws.com') });
    await iam.putRolePolicy({
      RoleName: 'functions',
      PolicyName: 'everything',
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }),
    });
    return new Lab(cloud, Role!.Arn!);
  }

  /** The same in a fork. */
  fork(): Lab {
    return new Lab(this.cloud.fork(), this.roleArn);
  }

  /** A Node.js function whose `index.js` is the code. */
  async create(FunctionName: string, code: string, other: Partial<CreateFunctionCommandInput> = {}): Promise<string> {
    const { FunctionArn } = await this.lambda.createFunction({
      FunctionName,
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Role: this.roleArn,
      Code: { ZipFile: zip({ 'index.js': code }) },
      ...other,
    });
    return FunctionArn!;
  }

  /** A function that runs here. */
  inline(name: string, handler: InlineHandler, options: InlineFunctionOptions = {}): Promise<string> {
    const { cloud } = this;
    return registerInlineFunction((service, operation, input) => cloud.call(service, operation, input), cloud.kernel.facility(inlineHandlers), name, handler, options);
  }

  /** Invokes and reads the answer as JSON. */
  async invoke(FunctionName: string, event: unknown = {}, Qualifier?: string): Promise<any> {
    const { Payload } = await this.lambda.invoke({ FunctionName, Payload: JSON.stringify(event), Qualifier });
    return JSON.parse(Payload!.transformToString());
  }

  async queue(QueueName: string, Attributes: Record<string, string> = {}): Promise<{ url: string; arn: string }> {
    const { QueueUrl: url } = await this.sqs.createQueue({ QueueName, Attributes });
    return { url: url!, arn: `arn:aws:sqs:us-east-1:000000000000:${QueueName}` };
  }

  async bodies(url: string): Promise<string[]> {
    const { Messages = [] } = await this.sqs.receiveMessage({ QueueUrl: url, MaxNumberOfMessages: 10 });
    return Messages.map(({ Body }) => Body!);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.cloud.close();
  }
}

export const trust = (service: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }] });

export const zip = (files: Record<string, string>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)])));

/** Name and message of the error that a call answers. */
export async function failure(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  throw new Error('The call succeeded');
}

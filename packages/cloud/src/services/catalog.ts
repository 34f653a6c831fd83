import type { ServiceManifest } from '../kernel/service.js';

/** What the cloud knows of a service before it is loaded: enough to route a call to it. */
export interface CatalogEntry {
  /** Terrella's name, the folder's name. */
  readonly name: string;
  /** As AWS writes it. */
  readonly title: string;
  /** The SDK package whose schemas drive the wire. */
  readonly sdkPackage: string;
  /** IAM action prefix. */
  readonly iamPrefix: string;
  /** Principal under which it calls others. */
  readonly principalHost: string;
  /** Service names in a SigV4 credential scope. */
  readonly signingNames: readonly string[];
  /** First label of AWS's host names, `LABEL.REGION.amazonaws.com`. */
  readonly hostLabels: readonly string[];
  /** First two parts of its CloudFormation types. */
  readonly resourceTypePrefix: string | undefined;
  readonly load: () => Promise<ServiceManifest>;
}

const entry = (
  name: string,
  title: string,
  sdkPackage: string,
  resourceTypePrefix: string | undefined,
  load: () => Promise<ServiceManifest>,
  other: Partial<CatalogEntry> = {},
): CatalogEntry => ({
  name,
  title,
  sdkPackage: `@aws-sdk/client-${sdkPackage}`,
  resourceTypePrefix,
  load,
  iamPrefix: name,
  principalHost: `${name}.amazonaws.com`,
  signingNames: [name],
  hostLabels: [name],
  ...other,
});

/** Every service, in the order in which `docs/support.md` lists them. */
export const catalog: readonly CatalogEntry[] = [
  entry('apigateway', 'API Gateway', 'api-gateway', 'AWS::ApiGateway', async () => (await import('./apigateway/index.js')).apigateway),
  entry('cloudformation', 'CloudFormation', 'cloudformation', 'AWS::CloudFormation', async () => (await import('./cloudformation/index.js')).cloudformation),
  entry('cloudwatch', 'CloudWatch', 'cloudwatch', 'AWS::CloudWatch', async () => (await import('./cloudwatch/index.js')).cloudwatch, {
    signingNames: ['monitoring'],
    hostLabels: ['monitoring'],
  }),
  entry('dynamodb', 'DynamoDB', 'dynamodb', 'AWS::DynamoDB', async () => (await import('./dynamodb/index.js')).dynamodb),
  entry('events', 'EventBridge', 'eventbridge', 'AWS::Events', async () => (await import('./events/index.js')).events),
  entry('iam', 'IAM', 'iam', 'AWS::IAM', async () => (await import('./iam/index.js')).iam),
  entry('lambda', 'Lambda', 'lambda', 'AWS::Lambda', async () => (await import('./lambda/index.js')).lambda),
  entry('logs', 'CloudWatch Logs', 'cloudwatch-logs', 'AWS::Logs', async () => (await import('./logs/index.js')).logs),
  entry('s3', 'S3', 's3', 'AWS::S3', async () => (await import('./s3/index.js')).s3),
  entry('secretsmanager', 'Secrets Manager', 'secrets-manager', 'AWS::SecretsManager', async () => (await import('./secretsmanager/index.js')).secretsmanager),
  entry('sns', 'SNS', 'sns', 'AWS::SNS', async () => (await import('./sns/index.js')).sns),
  entry('sqs', 'SQS', 'sqs', 'AWS::SQS', async () => (await import('./sqs/index.js')).sqs, {
    hostLabels: ['sqs', 'queue'],
  }),
  entry('ssm', 'Systems Manager', 'ssm', 'AWS::SSM', async () => (await import('./ssm/index.js')).ssm),
  entry('sts', 'STS', 'sts', undefined, async () => (await import('./sts/index.js')).sts),
];

import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';

/** An operation of any service, by its catalog name. */
export type Call = <O = Record<string, any>>(service: string, operation: string, input: object) => Promise<O>;

const packages: Readonly<Record<string, () => Promise<Record<string, unknown>>>> = {
  apigateway: () => import('@aws-sdk/client-api-gateway'),
  cloudformation: () => import('@aws-sdk/client-cloudformation'),
  dynamodb: () => import('@aws-sdk/client-dynamodb'),
  iam: () => import('@aws-sdk/client-iam'),
  lambda: () => import('@aws-sdk/client-lambda'),
  logs: () => import('@aws-sdk/client-cloudwatch-logs'),
  s3: () => import('@aws-sdk/client-s3'),
  ssm: () => import('@aws-sdk/client-ssm'),
  sts: () => import('@aws-sdk/client-sts'),
};

type AnyClient = Pick<CloudFormationClient, 'destroy'> & { send(command: unknown): Promise<any> };

/** Calls through the official SDK, as any other client of the lab. */
export function sdkCall(endpoint: string, account: string, region: string): Call {
  const clients = new Map<string, Promise<{ client: AnyClient; sdk: Record<string, unknown> }>>();
  const open = async (service: string) => {
    const load = packages[service];
    if (!load) throw new Error(`The command line has no client for ${service}`);
    const sdk = await load();
    const name = Object.keys(sdk).find((candidate) => /^[A-Z]\w+Client$/.test(candidate))!;
    const Client = sdk[name] as new (config: object) => AnyClient;
    const client = new Client({ endpoint, region, forcePathStyle: true, credentials: { accessKeyId: account, secretAccessKey: 'terrella' } });
    return { client, sdk };
  };
  return async (service, operation, input) => {
    let opened = clients.get(service);
    if (!opened) clients.set(service, (opened = open(service)));
    const { client, sdk } = await opened;
    const Command = sdk[`${operation}Command`] as new (input: object) => unknown;
    return client.send(new Command(input));
  };
}

import { resourceType } from '../../../kernel/resourceType.js';
import type { Provisioned, ResourceContext } from '../../../kernel/resourceType.js';
import { unlessGone } from './gone.js';

const destination = { properties: { Destination: 'string' }, required: ['Destination'] } as const;

interface Properties {
  readonly FunctionName: string;
  readonly Qualifier: string;
}

export const eventInvokeConfigType = resourceType({
  type: 'AWS::Lambda::EventInvokeConfig',
  properties: {
    DestinationConfig: { properties: { OnFailure: destination, OnSuccess: destination } },
    FunctionName: 'string',
    MaximumEventAgeInSeconds: 'integer',
    MaximumRetryAttempts: 'integer',
    Qualifier: 'string',
  },
  required: ['FunctionName', 'Qualifier'],
  createOnly: ['FunctionName', 'Qualifier'],
  create: put,
  update: (_id, properties: Properties, _previous, context) => put(properties, context),
  delete: (_id, { FunctionName, Qualifier }: Properties, context) =>
    unlessGone(context.call('lambda', 'DeleteFunctionEventInvokeConfig', { FunctionName, Qualifier })),
});

async function put(properties: Properties, context: ResourceContext): Promise<Provisioned> {
  await context.call('lambda', 'PutFunctionEventInvokeConfig', properties);
  return { physicalId: `${properties.FunctionName}|${properties.Qualifier}`, attributes: {} };
}

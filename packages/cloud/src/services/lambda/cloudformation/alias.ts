import { resourceType } from '../../../kernel/resourceType.js';
import { unlessGone } from './gone.js';

interface Properties {
  readonly Description?: string;
  readonly FunctionName: string;
  readonly FunctionVersion: string;
  readonly Name: string;
  readonly RoutingConfig?: { readonly AdditionalVersionWeights?: readonly { readonly FunctionVersion: string; readonly FunctionWeight: number }[] };
}

export const aliasType = resourceType({
  type: 'AWS::Lambda::Alias',
  properties: {
    Description: 'string',
    FunctionName: 'string',
    FunctionVersion: 'string',
    Name: 'string',
    RoutingConfig: {
      properties: {
        AdditionalVersionWeights: [
          { properties: { FunctionVersion: 'string', FunctionWeight: 'number' }, required: ['FunctionVersion', 'FunctionWeight'] },
        ],
      },
    },
  },
  required: ['FunctionName', 'FunctionVersion', 'Name'],
  unsupported: ['ProvisionedConcurrencyConfig'],
  createOnly: ['FunctionName', 'Name'],
  async create(properties: Properties, context) {
    return provisioned(await context.call<{ AliasArn: string }>('lambda', 'CreateAlias', inputOf(properties)));
  },
  async update(_arn, properties: Properties, _previous, context) {
    return provisioned(await context.call<{ AliasArn: string }>('lambda', 'UpdateAlias', { Description: '', RoutingConfig: {}, ...inputOf(properties) }));
  },
  delete: (_arn, { FunctionName, Name }: Properties, context) => unlessGone(context.call('lambda', 'DeleteAlias', { FunctionName, Name })),
});

const provisioned = ({ AliasArn: arn }: { AliasArn: string }) => ({ physicalId: arn, attributes: { AliasArn: arn } });

/** The template lists the weights, the API maps them. */
function inputOf({ RoutingConfig: routing, ...rest }: Properties): object {
  if (!routing) return rest;
  const weights = (routing.AdditionalVersionWeights ?? []).map(({ FunctionVersion, FunctionWeight }) => [FunctionVersion, FunctionWeight]);
  return { ...rest, RoutingConfig: { AdditionalVersionWeights: Object.fromEntries(weights) } };
}

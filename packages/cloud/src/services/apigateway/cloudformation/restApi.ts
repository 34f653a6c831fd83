import { resourceType } from '../../../kernel/resourceType.js';
import type { Provisioned, ResourceContext } from '../../../kernel/resourceType.js';
import type { Patch } from '../domain/patch.js';
import { deleteQuietly, escaped, retag, tagMap, tagsShape } from './shared.js';
import type { TagList } from './shared.js';

interface RestApiProperties {
  readonly Name?: string;
  readonly Description?: string;
  readonly ApiKeySourceType?: string;
  readonly BinaryMediaTypes?: readonly string[];
  readonly DisableExecuteApiEndpoint?: boolean;
  readonly EndpointConfiguration?: { readonly Types?: readonly string[]; readonly IpAddressType?: string };
  readonly MinimumCompressionSize?: number;
  readonly Tags?: TagList;
}

const provisioned = (id: string, rootResourceId: string): Provisioned => ({ physicalId: id, attributes: { RestApiId: id, RootResourceId: rootResourceId } });

async function create(properties: RestApiProperties, context: ResourceContext): Promise<Provisioned> {
  const { EndpointConfiguration: endpoint } = properties;
  const { id, rootResourceId } = await context.call<{ id: string; rootResourceId: string }>('apigateway', 'CreateRestApi', {
    name: properties.Name ?? '',
    description: properties.Description,
    apiKeySource: properties.ApiKeySourceType,
    binaryMediaTypes: properties.BinaryMediaTypes,
    disableExecuteApiEndpoint: properties.DisableExecuteApiEndpoint,
    endpointConfiguration: endpoint && { types: endpoint.Types, ipAddressType: endpoint.IpAddressType },
    minimumCompressionSize: properties.MinimumCompressionSize,
    tags: tagMap(properties.Tags),
  });
  return provisioned(id, rootResourceId);
}

function patches(before: RestApiProperties, after: RestApiProperties): Patch[] {
  const found: Patch[] = [];
  const replace = (path: string, was: unknown, is: unknown, value: string) => {
    if (was !== is) found.push({ op: 'replace', path, value });
  };
  replace('/name', before.Name, after.Name, after.Name ?? '');
  replace('/description', before.Description, after.Description, after.Description ?? '');
  replace('/apiKeySource', before.ApiKeySourceType, after.ApiKeySourceType, after.ApiKeySourceType ?? 'HEADER');
  replace('/disableExecuteApiEndpoint', before.DisableExecuteApiEndpoint ?? false, after.DisableExecuteApiEndpoint ?? false, String(after.DisableExecuteApiEndpoint ?? false));
  replace('/minimumCompressionSize', before.MinimumCompressionSize, after.MinimumCompressionSize, String(after.MinimumCompressionSize ?? ''));
  const typeOf = ({ EndpointConfiguration: endpoint }: RestApiProperties) => endpoint?.Types?.[0] ?? 'EDGE';
  const addressOf = ({ EndpointConfiguration: endpoint }: RestApiProperties) => endpoint?.IpAddressType ?? 'ipv4';
  replace(`/endpointConfiguration/types/${typeOf(before)}`, typeOf(before), typeOf(after), typeOf(after));
  replace('/endpointConfiguration/ipAddressType', addressOf(before), addressOf(after), addressOf(after));
  const were = before.BinaryMediaTypes ?? [];
  const are = after.BinaryMediaTypes ?? [];
  for (const type of were) if (!are.includes(type)) found.push({ op: 'remove', path: `/binaryMediaTypes/${escaped(type)}` });
  for (const type of are) if (!were.includes(type)) found.push({ op: 'add', path: `/binaryMediaTypes/${escaped(type)}` });
  return found;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-restapi.html */
export const restApiType = resourceType({
  type: 'AWS::ApiGateway::RestApi',
  properties: {
    Name: 'string',
    Description: 'string',
    ApiKeySourceType: 'string',
    BinaryMediaTypes: ['string'],
    DisableExecuteApiEndpoint: 'boolean',
    EndpointConfiguration: { properties: { Types: ['string'], IpAddressType: 'string' } },
    MinimumCompressionSize: 'integer',
    Tags: tagsShape,
  },
  unsupported: ['Body', 'BodyS3Location', 'CloneFrom', 'EndpointAccessMode', 'EndpointConfiguration.VpcEndpointIds', 'FailOnWarnings', 'Mode', 'Parameters', 'Policy', 'SecurityPolicy'],
  create,
  async update(restApiId, properties: RestApiProperties, previous: RestApiProperties, context) {
    await retag(context, `/restapis/${restApiId}`, previous.Tags, properties.Tags);
    const { id, rootResourceId } = await context.call<{ id: string; rootResourceId: string }>('apigateway', 'UpdateRestApi', { restApiId, patchOperations: patches(previous, properties) });
    return provisioned(id, rootResourceId);
  },
  delete: (restApiId, _properties, context) => deleteQuietly(context, 'DeleteRestApi', { restApiId }),
});

import { CloudFormationClient, CreateStackCommand, DeleteStackCommand, DescribeStackEventsCommand, DescribeStacksCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cloud } from '../../index.js';

let cloud: Cloud;
let client: CloudFormationClient;

beforeAll(async () => {
  cloud = await Cloud.start({ clock: 'virtual' });
  client = cloud.client(CloudFormationClient);
  await cloud.lambda('handler', () => ({ statusCode: 200, body: 'from the function' }));
});

afterAll(() => cloud.close());

type Resources = Record<string, { Type: string; Properties?: object; DependsOn?: string[] }>;

const schema = { type: 'object', required: ['userId'], properties: { userId: { type: 'string' } } };

/** As the CDK's RestApi writes them, with what an order system needs. */
const resources = (over: Resources = {}): Resources => ({
  Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'Orders Service', Tags: [{ Key: 'team', Value: 'a' }], BinaryMediaTypes: ['image/png'] } },
  Orders: { Type: 'AWS::ApiGateway::Resource', Properties: { RestApiId: { Ref: 'Api' }, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: 'orders' } },
  Model: { Type: 'AWS::ApiGateway::Model', Properties: { RestApiId: { Ref: 'Api' }, ContentType: 'application/json', Schema: schema } },
  Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, Name: 'v', ValidateRequestBody: true, ValidateRequestParameters: false } },
  Post: {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId: { Ref: 'Api' },
      ResourceId: { Ref: 'Orders' },
      HttpMethod: 'POST',
      AuthorizationType: 'NONE',
      ApiKeyRequired: true,
      RequestValidatorId: { Ref: 'Validator' },
      RequestModels: { 'application/json': { Ref: 'Model' } },
      Integration: {
        Type: 'AWS_PROXY',
        IntegrationHttpMethod: 'POST',
        Uri: { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:handler/invocations' },
      },
    },
  },
  Options: {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId: { Ref: 'Api' },
      ResourceId: { Ref: 'Orders' },
      HttpMethod: 'OPTIONS',
      AuthorizationType: 'NONE',
      Integration: {
        Type: 'MOCK',
        RequestTemplates: { 'application/json': '{ statusCode: 204 }' },
        IntegrationResponses: [{ StatusCode: '204', ResponseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'*'" } }],
      },
      MethodResponses: [{ StatusCode: '204', ResponseParameters: { 'method.response.header.Access-Control-Allow-Origin': true } }],
    },
  },
  Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' }, Description: 'one' }, DependsOn: ['Post', 'Options'] },
  Stage: {
    Type: 'AWS::ApiGateway::Stage',
    Properties: {
      RestApiId: { Ref: 'Api' },
      DeploymentId: { Ref: 'Deployment' },
      StageName: 'prod',
      Variables: { color: 'blue' },
      MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', ThrottlingBurstLimit: '50', ThrottlingRateLimit: 20 }],
    },
  },
  Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true } },
  Plan: {
    Type: 'AWS::ApiGateway::UsagePlan',
    Properties: { UsagePlanName: 'Standard', ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: { Ref: 'Stage' }, Throttle: {} }], Throttle: { BurstLimit: 200, RateLimit: 100 }, Quota: { Limit: 10_000, Period: 'MONTH' } },
  },
  PlanKey: { Type: 'AWS::ApiGateway::UsagePlanKey', Properties: { KeyId: { Ref: 'Key' }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } } },
  Forbidden: { Type: 'AWS::ApiGateway::GatewayResponse', Properties: { RestApiId: { Ref: 'Api' }, ResponseType: 'DEFAULT_4XX', ResponseParameters: { 'gatewayresponse.header.X-Hint': "'use a key'" } } },
  Account: { Type: 'AWS::ApiGateway::Account', Properties: { CloudWatchRoleArn: 'arn:aws:iam::000000000000:role/logs' } },
  ...over,
});

const outputs = {
  Api: { Ref: 'Api' },
  Root: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
  Deployment: { Ref: 'Deployment' },
  DeploymentId: { 'Fn::GetAtt': ['Deployment', 'DeploymentId'] },
  Stage: { Ref: 'Stage' },
  Key: { 'Fn::GetAtt': ['Key', 'APIKeyId'] },
  Plan: { 'Fn::GetAtt': ['Plan', 'Id'] },
  PlanKey: { Ref: 'PlanKey' },
  Model: { Ref: 'Model' },
  Url: { 'Fn::Sub': 'https://${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${Stage}/' },
};

const template = (parts: Resources, shown: object = outputs) =>
  JSON.stringify({ Resources: parts, Outputs: Object.fromEntries(Object.entries(shown).map(([name, Value]) => [name, { Value }])) });

async function settle(StackName: string) {
  await cloud.settled();
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName }));
  const { StackStatus, Outputs = [] } = Stacks![0]!;
  const reasons = async () => {
    const { StackEvents } = await client.send(new DescribeStackEventsCommand({ StackName }));
    return StackEvents!.flatMap(({ ResourceStatusReason }) => ResourceStatusReason ?? []);
  };
  return { status: StackStatus, outputs: Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey!, OutputValue!])) as Record<keyof typeof outputs, string>, reasons: await reasons() };
}

async function deploy(StackName: string, TemplateBody: string) {
  await client.send(new CreateStackCommand({ StackName, TemplateBody }));
  return settle(StackName);
}

async function update(StackName: string, TemplateBody: string) {
  await client.send(new UpdateStackCommand({ StackName, TemplateBody }));
  return settle(StackName);
}

const call = async (url: string, apiKey: string | undefined, body = '{"userId":"u"}') => {
  const value = apiKey && (await cloud.call('apigateway', 'GetApiKey', { apiKey, includeValue: true })).value;
  return cloud.fetch(url.replace('https', 'http'), { method: 'POST', body, headers: { 'content-type': 'application/json', ...(value ? { 'x-api-key': value } : {}) } });
};

describe('a stack with a REST API', () => {
  it('is created, changed and deleted', async () => {
    const made = await deploy('orders', template(resources()));
    expect(made.reasons.filter((reason) => !/Initiated/.test(reason))).toEqual([]);
    expect(made.status).toBe('CREATE_COMPLETE');
    const { outputs: out } = made;
    expect(out).toMatchObject({ Stage: 'prod', Deployment: out.DeploymentId, PlanKey: `${out.Key}:${out.Plan}` });
    expect(await cloud.call('apigateway', 'GetRestApi', { restApiId: out.Api })).toMatchObject({ name: 'Orders Service', tags: { team: 'a' }, binaryMediaTypes: ['image/png'], rootResourceId: out.Root });

    const orders = `${out.Url}orders`;
    expect(await (await call(orders, out.Key)).text()).toBe('from the function');
    const refused = await call(orders, undefined);
    expect([refused.status, refused.headers.get('x-hint')]).toEqual([403, 'use a key']);
    expect((await call(orders, out.Key, '{}')).status).toBe(400);
    expect((await cloud.fetch(orders.replace('https', 'http'), { method: 'OPTIONS' })).headers.get('access-control-allow-origin')).toBe('*');
    expect(await cloud.call('apigateway', 'GetStage', { restApiId: out.Api, stageName: 'prod' })).toMatchObject({ variables: { color: 'blue' }, methodSettings: { '*/*': { throttlingBurstLimit: 50, throttlingRateLimit: 20 } } });

    const { Deployment: _old, ...rest } = resources();
    const changed: Resources = {
      ...rest,
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'Orders', Description: 'changed', BinaryMediaTypes: ['image/jpeg'], Tags: [{ Key: 'team', Value: 'b' }] } },
      Post: { ...rest['Post']!, Properties: { ...rest['Post']!.Properties, ApiKeyRequired: false } },
      Deployment2: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' }, Description: 'two' }, DependsOn: ['Post', 'Options'] },
      Stage: { ...rest['Stage']!, Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment2' }, StageName: 'prod', Variables: { shade: 'dark' } } },
      Plan: { ...rest['Plan']!, Properties: { ...rest['Plan']!.Properties, Quota: undefined, Throttle: { BurstLimit: 2, RateLimit: 1 } } },
    };
    const { Deployment: _a, DeploymentId: _b, ...shown } = outputs;
    const updated = await update('orders', template(changed, shown));
    expect(updated.status).toBe('UPDATE_COMPLETE');
    expect(await cloud.call('apigateway', 'GetRestApi', { restApiId: out.Api })).toMatchObject({ name: 'Orders', description: 'changed', tags: { team: 'b' }, binaryMediaTypes: ['image/jpeg'] });
    expect((await call(orders, undefined)).status).toBe(200);
    const stage = await cloud.call('apigateway', 'GetStage', { restApiId: out.Api, stageName: 'prod' });
    expect([stage.variables, stage.methodSettings]).toEqual([{ shade: 'dark' }, {}]);
    const plan = await cloud.call('apigateway', 'GetUsagePlan', { usagePlanId: out.Plan });
    expect([plan.throttle, plan.quota]).toEqual([{ burstLimit: 2, rateLimit: 1 }, undefined]);
    expect((await cloud.call('apigateway', 'GetDeployments', { restApiId: out.Api })).items.map(({ description }: { description: string }) => description)).toEqual(['two']);

    await client.send(new DeleteStackCommand({ StackName: 'orders' }));
    await cloud.settled();
    const left = async (operation: string) => (await cloud.call('apigateway', operation, {})).items;
    expect([await left('GetRestApis'), await left('GetApiKeys'), await left('GetUsagePlans')]).toEqual([[], [], []]);
  });

  it('may make its stage with the deployment', async () => {
    const { Api, Orders, Post, Options, Model, Validator } = resources();
    const parts = (description: string): Resources => ({
      Api: Api!,
      Orders: Orders!,
      Post: Post!,
      Options: Options!,
      Model: Model!,
      Validator: Validator!,
      [`Deployment${description}`]: {
        Type: 'AWS::ApiGateway::Deployment',
        Properties: { RestApiId: { Ref: 'Api' }, StageName: 'live', Description: description, StageDescription: { Variables: { a: 'b' }, ThrottlingBurstLimit: 7, MethodSettings: [{ ResourcePath: '/~1orders', HttpMethod: 'POST', ThrottlingRateLimit: 3 }] } },
        DependsOn: ['Post', 'Options'],
      },
    });
    const made = await deploy('inline', template(parts('One'), { Api: { Ref: 'Api' } }));
    expect(made.status).toBe('CREATE_COMPLETE');
    const stageOf = () => cloud.call('apigateway', 'GetStage', { restApiId: made.outputs.Api, stageName: 'live' });
    const first = await stageOf();
    expect(first).toMatchObject({ variables: { a: 'b' }, methodSettings: { '*/*': { throttlingBurstLimit: 7 }, 'orders/POST': { throttlingRateLimit: 3 } } });
    expect((await update('inline', template(parts('Two'), { Api: { Ref: 'Api' } }))).status).toBe('UPDATE_COMPLETE');
    expect((await stageOf()).deploymentId).not.toBe(first.deploymentId);
    await client.send(new DeleteStackCommand({ StackName: 'inline' }));
    await cloud.settled();
    expect((await cloud.call('apigateway', 'GetRestApis', {})).items).toEqual([]);
  });

  it.each<[string, Resources, string]>([
    ['a property that Terrella lacks', { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'x', CloneFrom: 'y' } } }, 'CloneFrom'],
    ['an API without a name', { Api: { Type: 'AWS::ApiGateway::RestApi', Properties: {} } }, 'API name cannot be blank'],
    [
      'logs without a role',
      {
        Api: resources()['Api']!,
        Get: { Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: { Ref: 'Api' }, ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, HttpMethod: 'GET', Integration: { Type: 'MOCK' } } },
        Deployment: { Type: 'AWS::ApiGateway::Deployment', Properties: { RestApiId: { Ref: 'Api' } }, DependsOn: ['Get'] },
        Stage: {
          Type: 'AWS::ApiGateway::Stage',
          Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 's', MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', LoggingLevel: 'LOUD' }] },
        },
      },
      'Invalid logging level specified',
    ],
  ])('fails for %s, and leaves nothing behind', async (what, parts, reason) => {
    const name = `fails-${what.replace(/[^a-z]/gi, '')}`;
    const failed = await deploy(name, template(parts, {})).catch((error: Error) => ({ status: 'refused', reasons: [error.message] }));
    expect(failed.reasons.join('\n')).toContain(reason);
    expect(failed.status).not.toBe('CREATE_COMPLETE');
    expect((await cloud.call('apigateway', 'GetRestApis', {})).items).toEqual([]);
  });
});

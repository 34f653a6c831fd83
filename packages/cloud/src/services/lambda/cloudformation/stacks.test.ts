import { CloudFormation } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from 'vitest';
import { Lab, trust } from '../testing/lab.js';

const role = {
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: JSON.parse(trust('lambda.amazonaws.com')),
    Policies: [{ PolicyName: 'all', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }],
  },
};

const fn = (source: string, other: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: { Runtime: 'nodejs20.x', Handler: 'index.handler', Role: { 'Fn::GetAtt': ['Role', 'Arn'] }, Code: { ZipFile: source }, ...other },
});

/** Deploys a template as the stack `app` and gives its outputs and the status it ended in. */
async function deploy(lab: Lab, Resources: object, Outputs: Record<string, object> = {}, update = false) {
  const cfn = lab.cloud.client(CloudFormation);
  const outputs = Object.fromEntries(Object.entries(Outputs).map(([name, Value]) => [name, { Value }]));
  const input = { StackName: 'app', TemplateBody: JSON.stringify({ Resources, Outputs: outputs }), Capabilities: ['CAPABILITY_IAM' as const] };
  if (update) await cfn.updateStack(input);
  else await cfn.createStack(input);
  await lab.cloud.settled();
  const { Stacks } = await cfn.describeStacks({ StackName: 'app' });
  const { StackEvents } = await cfn.describeStackEvents({ StackName: 'app' });
  return {
    status: Stacks![0]!.StackStatus,
    outputs: Object.fromEntries((Stacks![0]!.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey!, OutputValue!])),
    failures: StackEvents!.filter(({ ResourceStatus }) => ResourceStatus?.endsWith('_FAILED')).map(({ ResourceStatusReason }) => ResourceStatusReason),
  };
}

describe('a stack', () => {
  it('makes, changes and deletes a function with all that belongs to it', async () => {
    await using lab = await Lab.start();
    const resources = {
      Role: role,
      Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'in' } },
      Fn: fn('exports.handler = async () => [1, process.env.A1];', { Environment: { Variables: { A1: 'x' } }, Timeout: 10, ReservedConcurrentExecutions: 7, Tags: [{ Key: 'a', Value: '1' }] }),
      Permission: { Type: 'AWS::Lambda::Permission', Properties: { FunctionName: { Ref: 'Fn' }, Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com' } },
      Mapping: { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: { Ref: 'Fn' }, EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, BatchSize: 5 } },
      Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Fn' } } },
      Alias: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Fn' }, FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] }, Name: 'live' } },
      Config: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: { FunctionName: { Ref: 'Fn' }, Qualifier: '$LATEST', MaximumRetryAttempts: 1 } },
    };
    const made = await deploy(lab, resources, { Name: { Ref: 'Fn' }, Alias: { Ref: 'Alias' }, Mapping: { Ref: 'Mapping' } });
    expect([made.status, made.failures]).toEqual(['CREATE_COMPLETE', []]);
    const name = made.outputs.Name!;
    expect(name).toMatch(/^app-Fn-[A-Za-z0-9]+$/);
    expect(await lab.invoke(made.outputs.Alias!)).toEqual([1, 'x']);
    expect((await lab.lambda.getFunction({ FunctionName: name })).Concurrency).toEqual({ ReservedConcurrentExecutions: 7 });
    expect(await lab.lambda.getEventSourceMapping({ UUID: made.outputs.Mapping })).toMatchObject({ BatchSize: 5, State: 'Enabled' });
    expect((await lab.lambda.getFunctionEventInvokeConfig({ FunctionName: name })).MaximumRetryAttempts).toBe(1);
    expect((await lab.lambda.getPolicy({ FunctionName: name })).Policy).toContain('events.amazonaws.com');

    const changed = await deploy(lab, { ...resources, Fn: fn('exports.handler = async () => [2, process.env.A1];') }, { Name: { Ref: 'Fn' } }, true);
    expect([changed.status, changed.failures]).toEqual(['UPDATE_COMPLETE', []]);
    expect(await lab.invoke(name)).toEqual([2, null]);
    const { Configuration, Concurrency, Tags } = await lab.lambda.getFunction({ FunctionName: name });
    expect([Configuration!.Timeout, Concurrency, Tags]).toEqual([3, undefined, undefined]);

    const cfn = lab.cloud.client(CloudFormation);
    await cfn.deleteStack({ StackName: 'app' });
    await lab.cloud.settled();
    expect((await lab.lambda.listFunctions({})).Functions).toEqual([]);
    expect((await lab.lambda.listEventSourceMappings({})).EventSourceMappings).toEqual([]);
  });

  it.each([
    ['nodejs20.x', "const response = require('cfn-response'); exports.handler = (event, context) => response.send(event, context, response.SUCCESS, { Answer: 'node' }, 'mine');", 'node'],
    ['python3.12', 'import cfnresponse\ndef handler(event, context):\n    cfnresponse.send(event, context, cfnresponse.SUCCESS, {"Answer": "python"}, "mine")\n', 'python'],
    [
      'nodejs22.x',
      `const https = require('https'), url = require('url');
       exports.handler = (event) => new Promise((resolve, reject) => {
         const { StackId, RequestId, LogicalResourceId } = event, { hostname, path } = url.parse(event.ResponseURL);
         const body = JSON.stringify({ Status: 'SUCCESS', PhysicalResourceId: 'mine', StackId, RequestId, LogicalResourceId, Data: { Answer: 'by hand' } });
         const headers = { 'content-type': '', 'content-length': body.length };
         https.request({ hostname, port: 443, path, method: 'PUT', headers }, resolve).on('error', reject).end(body);
       });`,
      'by hand',
    ],
  ])('runs custom resources that answer with the cfn-response module, or without it, of %s', async (runtime, source, answer) => {
    await using lab = await Lab.start();
    const made = await deploy(
      lab,
      { Role: role, Fn: fn(source, { Runtime: runtime, Timeout: 20 }), Custom: { Type: 'Custom::Thing', Properties: { ServiceToken: { 'Fn::GetAtt': ['Fn', 'Arn'] } } } },
      { Answer: { 'Fn::GetAtt': ['Custom', 'Answer'] } },
    );
    expect([made.status, made.failures, made.outputs.Answer]).toEqual(['CREATE_COMPLETE', [], answer]);
  });

  it('fails by name on what is not there yet', async () => {
    await using lab = await Lab.start();
    const vpc = await deploy(lab, { Role: role, Fn: fn('', { VpcConfig: { SubnetIds: ['subnet-1'] } }) }).catch((error: Error) => ({ failures: [error.message] }));
    expect(vpc.failures.join()).toContain('VpcConfig');
  });
});

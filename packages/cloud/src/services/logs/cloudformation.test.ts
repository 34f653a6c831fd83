import { CloudFormationClient, CreateStackCommand, DeleteStackCommand, DescribeStacksCommand, UpdateStackCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DescribeLogGroupsCommand, DescribeLogStreamsCommand, DescribeResourcePoliciesCommand, ListTagsLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { expect, test } from 'vitest';
import { Cloud } from '../../index.js';

test('groups, streams and policies are created, updated and deleted', async () => {
  await using cloud = await Cloud.start({ clock: 'virtual' });
  const formation = cloud.client(CloudFormationClient);
  const logs = cloud.client(CloudWatchLogsClient);
  const StackName = 'shop';
  const template = (group: object): string =>
    JSON.stringify({
      Resources: {
        Group: { Type: 'AWS::Logs::LogGroup', Properties: group },
        Stream: { Type: 'AWS::Logs::LogStream', Properties: { LogGroupName: { Ref: 'Group' }, LogStreamName: 's' } },
        Policy: { Type: 'AWS::Logs::ResourcePolicy', Properties: { PolicyName: 'p', PolicyDocument: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"es.amazonaws.com"},"Action":"logs:PutLogEvents","Resource":"*"}]}' } },
      },
      Outputs: { Name: { Value: { Ref: 'Group' } }, Arn: { Value: { 'Fn::GetAtt': ['Group', 'Arn'] } }, Stream: { Value: { Ref: 'Stream' } } },
    });
  const outputs = async () => {
    await cloud.settled();
    const { Stacks } = await formation.send(new DescribeStacksCommand({ StackName }));
    return { status: Stacks![0]!.StackStatus, ...Object.fromEntries(Stacks![0]!.Outputs!.map(({ OutputKey, OutputValue }) => [OutputKey!, OutputValue!])) };
  };

  await formation.send(new CreateStackCommand({ StackName, TemplateBody: template({ RetentionInDays: '7', Tags: [{ Key: 'a', Value: '1' }] }) }));
  const made = (await outputs()) as { status: string; Name: string; Arn: string; Stream: string };
  expect(made).toMatchObject({ status: 'CREATE_COMPLETE', Stream: 's', Arn: `arn:aws:logs:us-east-1:000000000000:log-group:${made.Name}:*` });
  expect(made.Name).toMatch(/^shop-Group-[A-Za-z0-9]+$/);
  const group = async () => (await logs.send(new DescribeLogGroupsCommand({}))).logGroups![0]!;
  expect((await group()).retentionInDays).toBe(7);
  expect((await logs.send(new DescribeLogStreamsCommand({ logGroupName: made.Name }))).logStreams).toHaveLength(1);

  await formation.send(new UpdateStackCommand({ StackName, TemplateBody: template({ Tags: [{ Key: 'b', Value: '2' }] }) }));
  expect(await outputs()).toEqual({ ...made, status: 'UPDATE_COMPLETE' });
  expect((await group()).retentionInDays).toBeUndefined();
  expect((await logs.send(new ListTagsLogGroupCommand({ logGroupName: made.Name }))).tags).toEqual({ b: '2' });

  await formation.send(new DeleteStackCommand({ StackName }));
  await cloud.settled();
  expect((await logs.send(new DescribeLogGroupsCommand({}))).logGroups).toEqual([]);
  expect((await logs.send(new DescribeResourcePoliciesCommand({}))).resourcePolicies).toEqual([]);
});

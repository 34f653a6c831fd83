import {
  CreateChangeSetCommand, CreateStackCommand, DeleteChangeSetCommand, DeleteStackCommand, DescribeChangeSetCommand, DescribeStackEventsCommand, DescribeStacksCommand,
  ExecuteChangeSetCommand, GetTemplateCommand, ListChangeSetsCommand,
} from '@aws-sdk/client-cloudformation';
import type { CreateChangeSetCommandInput, DescribeChangeSetCommandOutput } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from 'vitest';
import { startLab, template, thing } from './testing/things.js';
import type { Lab } from './testing/things.js';

const StackName = 'shop';
const ChangeSetName = 'first';

async function propose({ client }: Lab, TemplateBody: string, more: Partial<CreateChangeSetCommandInput> = {}): Promise<DescribeChangeSetCommandOutput> {
  const { Id } = await client.send(new CreateChangeSetCommand({ StackName, ChangeSetName, ChangeSetType: 'CREATE', TemplateBody, ...more }));
  return client.send(new DescribeChangeSetCommand({ ChangeSetName: Id, IncludePropertyValues: true }));
}

async function statusOf({ client }: Lab): Promise<string> {
  return (await client.send(new DescribeStacksCommand({ StackName }))).Stacks![0]!.StackStatus!;
}

async function execute(lab: Lab): Promise<string> {
  await lab.client.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName }));
  await lab.cloud.settled();
  return statusOf(lab);
}

describe('a change set that creates', () => {
  it('is reviewed, then executed', async () => {
    await using lab = await startLab();
    const set = await propose(lab, template({ A: thing(), B: thing({ Links: [{ Ref: 'A' }] }) }));
    expect(set).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE', StackName, ChangeSetName });
    expect(set.ChangeSetId).toMatch(/^arn:aws:cloudformation:us-east-1:000000000000:changeSet\/first\/[-0-9a-f]{36}$/);
    expect(set.Changes).toEqual([
      { Type: 'Resource', ResourceChange: { Action: 'Add', LogicalResourceId: 'A', ResourceType: 'Test::Thing::Plain', Scope: [], Details: [], AfterContext: '{"Properties":{}}' } },
      {
        Type: 'Resource',
        ResourceChange: { Action: 'Add', LogicalResourceId: 'B', ResourceType: 'Test::Thing::Plain', Scope: [], Details: [], AfterContext: '{"Properties":{"Links":["{{changeSet:KNOWN_AFTER_APPLY}}"]}}' },
      },
    ]);
    expect(await statusOf(lab)).toBe('REVIEW_IN_PROGRESS');
    expect(lab.things.existing.size).toBe(0);
    expect((await lab.client.send(new GetTemplateCommand({ StackName, ChangeSetName }))).TemplateBody).toContain('Links');
    expect(await execute(lab)).toBe('CREATE_COMPLETE');
    const { StackEvents } = await lab.client.send(new DescribeStackEventsCommand({ StackName }));
    expect(StackEvents!.filter(({ LogicalResourceId }) => LogicalResourceId === StackName).map(({ ResourceStatus }) => ResourceStatus)).toEqual(['CREATE_COMPLETE', 'CREATE_IN_PROGRESS', 'REVIEW_IN_PROGRESS']);
  });

  it('leaves no stack behind where its template is wrong', async () => {
    await using lab = await startLab();
    await expect(propose(lab, template({ A: thing({ Links: [{ Ref: 'X' }] }) }))).rejects.toThrow('Unresolved resource dependencies [X]');
    await expect(statusOf(lab)).rejects.toThrow('Stack with id shop does not exist');
  });

  it('goes with its stack', async () => {
    await using lab = await startLab();
    const set = await propose(lab, template({ A: thing() }));
    await lab.client.send(new DeleteStackCommand({ StackName }));
    await expect(statusOf(lab)).rejects.toThrow('does not exist');
    await expect(lab.client.send(new DescribeChangeSetCommand({ ChangeSetName: set.ChangeSetId }))).rejects.toMatchObject({ name: 'ChangeSetNotFoundException' });
  });

  it('is refused for a stack that exists', async () => {
    await using lab = await startLab();
    await lab.client.send(new CreateStackCommand({ StackName, TemplateBody: template({ A: thing() }) }));
    await lab.cloud.settled();
    await expect(propose(lab, template({ A: thing() }))).rejects.toThrow('Stack [shop] already exists and cannot be created again with the changeSet [first].');
    await expect(propose(lab, template({ A: thing() }), { StackName: 'other', ChangeSetType: 'UPDATE' })).rejects.toThrow('Stack [other] does not exist');
  });
});

describe('a change set that updates', () => {
  const first = template(
    { Same: thing(), Grown: thing({ Size: { Ref: 'Size' } }), Swapped: thing({ Fixed: 'a' }), User: thing({ Links: [{ 'Fn::GetAtt': ['Grown', 'Size'] }], Fixed: { Ref: 'Swapped' } }), Old: thing() },
    { Parameters: { Size: { Type: 'Number', Default: '1' } } },
  );

  it('tells what changes, why, and what is replaced', async () => {
    await using lab = await startLab();
    await propose(lab, first);
    await execute(lab);
    const second = first.replace('"Fixed":"a"', '"Fixed":"b"').replace(/,"Old":\{[^}]*\}\}/, '');
    const set = await propose(lab, second, { ChangeSetName: 'second', ChangeSetType: 'UPDATE', Parameters: [{ ParameterKey: 'Size', ParameterValue: '2' }] });
    const changes = Object.fromEntries(set.Changes!.map(({ ResourceChange }) => [ResourceChange!.LogicalResourceId!, ResourceChange!]));
    expect(Object.keys(changes).sort()).toEqual(['Grown', 'Old', 'Swapped', 'User']);
    expect(changes.Grown).toMatchObject({
      Action: 'Modify', Replacement: 'False', Scope: ['Properties'],
      Details: [{ Evaluation: 'Static', ChangeSource: 'ParameterReference', CausingEntity: 'Size', Target: { Attribute: 'Properties', Name: 'Size', RequiresRecreation: 'Never', BeforeValue: '1', AfterValue: '2', Path: '/Properties/Size' } }],
    });
    expect(changes.Swapped).toMatchObject({
      Action: 'Modify', Replacement: 'True', PolicyAction: 'ReplaceAndDelete', PhysicalResourceId: expect.stringContaining('shop-Swapped-'),
      Details: [{ Evaluation: 'Static', ChangeSource: 'DirectModification', Target: { Name: 'Fixed', RequiresRecreation: 'Always' } }],
    });
    expect(changes.User).toMatchObject({ Action: 'Modify', Replacement: 'Conditional' });
    expect(changes.User!.Details!.map(({ ChangeSource, CausingEntity, Evaluation }) => [ChangeSource, CausingEntity, Evaluation])).toEqual([
      ['ResourceAttribute', 'Grown.Size', 'Dynamic'],
      ['ResourceReference', 'Swapped', 'Dynamic'],
    ]);
    expect(changes.Old).toMatchObject({ Action: 'Remove', PolicyAction: 'Delete' });
    await lab.client.send(new ExecuteChangeSetCommand({ ChangeSetName: set.ChangeSetId }));
    await lab.cloud.settled();
    expect(await statusOf(lab)).toBe('UPDATE_COMPLETE');
    expect(lab.things.existing.size).toBe(4);
  });

  it('fails without changes, as cdk and aws cloudformation deploy expect', async () => {
    await using lab = await startLab();
    await propose(lab, first);
    await execute(lab);
    const set = await propose(lab, first, { ChangeSetName: 'second', ChangeSetType: 'UPDATE' });
    expect(set).toMatchObject({
      Status: 'FAILED', ExecutionStatus: 'UNAVAILABLE', Changes: [],
      StatusReason: "The submitted information didn't contain changes. Submit different information to create a change set.",
    });
    await expect(lab.client.send(new ExecuteChangeSetCommand({ ChangeSetName: set.ChangeSetId }))).rejects.toMatchObject({ name: 'InvalidChangeSetStatusException' });
    // Its name is free again; that of one that waits to be executed is not.
    const size = { ChangeSetName: 'second', ChangeSetType: 'UPDATE', Parameters: [{ ParameterKey: 'Size', ParameterValue: '2' }] } as const;
    expect(await propose(lab, first, size as never)).toMatchObject({ Status: 'CREATE_COMPLETE' });
    await expect(propose(lab, first, size as never)).rejects.toMatchObject({ name: 'AlreadyExistsException' });
    await lab.client.send(new DeleteChangeSetCommand({ StackName, ChangeSetName: 'second' }));
    await lab.client.send(new DeleteChangeSetCommand({ StackName, ChangeSetName: 'second' }));
    const { Summaries } = await lab.client.send(new ListChangeSetsCommand({ StackName }));
    expect(Summaries!.map(({ ChangeSetName: name, ExecutionStatus }) => [name, ExecutionStatus])).toEqual([['first', 'EXECUTE_COMPLETE']]);
  });

  it('becomes obsolete when another is executed', async () => {
    await using lab = await startLab();
    await propose(lab, first);
    await execute(lab);
    const size = (value: string): Partial<CreateChangeSetCommandInput> => ({ ChangeSetName: `to${value}`, ChangeSetType: 'UPDATE', Parameters: [{ ParameterKey: 'Size', ParameterValue: value }] });
    await propose(lab, first, size('2'));
    await propose(lab, first, size('3'));
    await lab.client.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName: 'to2' }));
    await lab.cloud.settled();
    await expect(lab.client.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName: 'to3' }))).rejects.toThrow('cannot be executed in its current status of [OBSOLETE]');
  });
});

import {
  CreateStackCommand, DeleteStackCommand, DescribeStackEventsCommand, DescribeStackResourcesCommand, DescribeStacksCommand, ListExportsCommand, ListImportsCommand,
  UpdateStackCommand, UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import type { CreateStackCommandInput, Stack, UpdateStackCommandInput } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from 'vitest';
import { startLab, template, thing } from './testing/things.js';
import type { Lab } from './testing/things.js';

const StackName = 'shop';

async function create(lab: Lab, TemplateBody: string, more: Partial<CreateStackCommandInput> = {}): Promise<Stack> {
  await lab.client.send(new CreateStackCommand({ StackName, TemplateBody, ...more }));
  await lab.cloud.settled();
  return stackOf(lab, more.StackName);
}

async function update(lab: Lab, TemplateBody: string, more: Partial<UpdateStackCommandInput> = {}): Promise<Stack> {
  await lab.client.send(new UpdateStackCommand({ StackName, TemplateBody, ...more }));
  await lab.cloud.settled();
  return stackOf(lab);
}

async function stackOf({ client }: Lab, name = StackName): Promise<Stack> {
  const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: name }));
  return Stacks![0]!;
}

/** `LOGICALID STATUS reason`, the oldest first. */
async function history({ client }: Lab, name = StackName): Promise<string[]> {
  const { StackEvents } = await client.send(new DescribeStackEventsCommand({ StackName: name }));
  return StackEvents!.map((event) => `${event.LogicalResourceId} ${event.ResourceStatus}${event.ResourceStatusReason ? ` ${event.ResourceStatusReason}` : ''}`).reverse();
}

const physicalIds = async ({ client }: Lab): Promise<Record<string, string | undefined>> => {
  const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName }));
  return Object.fromEntries(StackResources!.map((resource) => [resource.LogicalResourceId, resource.PhysicalResourceId]));
};

describe('creation', () => {
  it('makes resources in order, with events as CloudFormation has them', async () => {
    await using lab = await startLab();
    const body = template(
      { B: thing({ Links: [{ Ref: 'A' }, { 'Fn::GetAtt': ['A', 'Arn'] }, { 'Fn::Sub': '${A.Deep.Name}!' }] }), A: thing({ Size: '5' }) },
      { Outputs: { Size: { Value: { 'Fn::GetAtt': ['A', 'Size'] }, Description: 'how big', Export: { Name: { 'Fn::Sub': '${AWS::StackName}-size' } } } } },
    );
    const stack = await create(lab, body, { Tags: [{ Key: 'team', Value: 'a' }] });
    expect(stack).toMatchObject({
      StackStatus: 'CREATE_COMPLETE',
      Outputs: [{ OutputKey: 'Size', OutputValue: '5', Description: 'how big', ExportName: 'shop-size' }],
      Tags: [{ Key: 'team', Value: 'a' }],
    });
    expect(await history(lab)).toEqual([
      'shop CREATE_IN_PROGRESS User Initiated',
      'A CREATE_IN_PROGRESS',
      'A CREATE_IN_PROGRESS Resource creation Initiated',
      'A CREATE_COMPLETE',
      'B CREATE_IN_PROGRESS',
      'B CREATE_IN_PROGRESS Resource creation Initiated',
      'B CREATE_COMPLETE',
      'shop CREATE_COMPLETE',
    ]);
    const { A, B } = await physicalIds(lab);
    expect(A).toMatch(/^shop-A-[A-Z0-9]{12}$/);
    expect(lab.things.existing.get(B!)).toMatchObject({ Links: [A, `arn:thing:${A}`, `${A}!`], Tags: [{ Key: 'team', Value: 'a' }] });
    expect(lab.things.existing.get(A!)).toMatchObject({ Size: 5 });
    const { Exports } = await lab.client.send(new ListExportsCommand({}));
    expect(Exports).toEqual([{ ExportingStackId: stack.StackId, Name: 'shop-size', Value: '5' }]);
  });

  it('rolls back when a resource fails, after those under way have ended', async () => {
    await using lab = await startLab();
    const body = template({ Good: thing(), Bad: thing({ Fail: 'create', Slow: 1 }), Late: thing({ Slow: 60 }), Never: thing({}, { DependsOn: 'Bad' }) });
    await lab.client.send(new CreateStackCommand({ StackName, TemplateBody: body }));
    await lab.cloud.clock.advance(120_000);
    expect(await stackOf(lab)).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    const events = await history(lab);
    expect(events).toContain('Late CREATE_FAILED Resource creation cancelled');
    expect(events).toContain('shop ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Bad, Late]. Rollback requested by user.');
    expect(events.find((event) => event.startsWith('Bad CREATE_FAILED'))).toMatch(
      /^Bad CREATE_FAILED Resource handler returned message: "Bad cannot create" \(RequestToken: [-0-9a-f]{36}, HandlerErrorCode: GeneralServiceException\)$/,
    );
    expect(events).toContain('Bad DELETE_COMPLETE');
    expect(events).not.toContain('Bad DELETE_IN_PROGRESS');
    expect(events.some((event) => event.startsWith('Never'))).toBe(false);
    expect(lab.things.existing.size).toBe(0);
  });

  it.each([
    ['DO_NOTHING', 'CREATE_FAILED', 1],
    ['DELETE', 'DELETE_COMPLETE', 0],
  ] as const)('with OnFailure %s ends in %s', async (OnFailure, status, left) => {
    await using lab = await startLab();
    const { StackId } = await lab.client.send(new CreateStackCommand({ StackName, OnFailure, TemplateBody: template({ A: thing(), B: thing({ Fail: 'create' }, { DependsOn: 'A' }) }) }));
    await lab.cloud.settled();
    expect(await stackOf(lab, StackId)).toMatchObject({ StackStatus: status });
    expect(lab.things.existing.size).toBe(left);
  });

  it('keeps what DeletionPolicy keeps, also in a rollback', async () => {
    await using lab = await startLab();
    const body = template({ Kept: thing({ Name: 'kept' }, { DeletionPolicy: 'Retain' }), Gone: thing({ Name: 'gone' }, { DeletionPolicy: 'RetainExceptOnCreate' }), Bad: thing({ Fail: 'create' }, { DependsOn: ['Kept', 'Gone'] }) });
    await create(lab, body);
    expect(await history(lab)).toContain('Kept DELETE_SKIPPED');
    expect([...lab.things.existing.keys()]).toEqual(['kept']);
  });

  it('fails a resource whose properties its type does not know', async () => {
    await using lab = await startLab();
    expect(await create(lab, template({ A: thing({ Foo: 1 }) }))).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    expect(await history(lab)).toContain('A CREATE_FAILED Properties validation failed for resource A with message: #: extraneous key [Foo] is not permitted');
  });

  it('gives up after TimeoutInMinutes', async () => {
    await using lab = await startLab();
    await lab.client.send(new CreateStackCommand({ StackName, TimeoutInMinutes: 1, TemplateBody: template({ A: thing({ Slow: 90 }) }) }));
    await lab.cloud.clock.advance(100_000);
    expect(await stackOf(lab)).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    expect(await history(lab)).toContain('A CREATE_FAILED Resource creation cancelled');
    expect(lab.things.existing.size).toBe(0);
  });

  it.each<[string, Partial<CreateStackCommandInput>, string, string]>([
    ['a type nobody has', { TemplateBody: template({ A: { Type: 'Foo::Bar::Baz' } }) }, 'ValidationError', 'Template format error: Unrecognized resource types: [Foo::Bar::Baz]'],
    ['a type Terrella lacks', { TemplateBody: template({ A: { Type: 'AWS::Braket::Job' } }) }, 'NotImplementedException', 'Terrella does not implement the resource types [AWS::Braket::Job (A)] yet'],
    ['a property Terrella lacks', { TemplateBody: template({ A: thing({ Exotic: { Ref: 'B' } }), B: thing() }) }, 'NotImplementedException', 'the property Exotic of Test::Thing::Plain (resource A)'],
    ['no template', {}, 'ValidationError', 'Either Template URL or Template Body must be specified.'],
    ['a bad name', { StackName: 'a_b', TemplateBody: template({ A: thing() }) }, 'ValidationError', "Value 'a_b' at 'stackName' failed to satisfy constraint"],
    ['a missing capability', { TemplateBody: template({ A: { Type: 'AWS::IAM::Role' } }) }, 'InsufficientCapabilitiesException', 'Requires capabilities : [CAPABILITY_IAM]'],
    ['a foreign URL', { TemplateURL: 'https://example.com/x' }, 'ValidationError', 'TemplateURL must be a supported URL.'],
    ['a long body', { TemplateBody: template({ A: thing({ Name: 'x'.repeat(51_200) }) }) }, 'ValidationError', 'Member must have length less than or equal to 51200'],
  ])('refuses %s', async (_what, input, code, message) => {
    await using lab = await startLab();
    const refused = lab.client.send(new CreateStackCommand({ StackName, ...input }));
    await expect(refused).rejects.toMatchObject({ name: code, message: expect.stringContaining(message) });
    await expect(stackOf(lab)).rejects.toMatchObject({ name: 'ValidationError', message: 'Stack with id shop does not exist' });
  });

  it('refuses a second stack of the name, but answers the same request again', async () => {
    await using lab = await startLab();
    const input = { StackName, TemplateBody: template({ A: thing() }), ClientRequestToken: 'one' };
    const first = await lab.client.send(new CreateStackCommand(input));
    expect((await lab.client.send(new CreateStackCommand(input))).StackId).toBe(first.StackId);
    await expect(lab.client.send(new CreateStackCommand({ ...input, ClientRequestToken: 'two' }))).rejects.toMatchObject({ name: 'AlreadyExistsException', message: 'Stack [shop] already exists' });
  });

  it('asks for parameters and hides secret ones', async () => {
    await using lab = await startLab();
    const body = template({ A: thing({ Fixed: { Ref: 'Secret' }, Size: { Ref: 'Size' } }) }, { Parameters: { Secret: { Type: 'String', NoEcho: true }, Size: { Type: 'Number', Default: 3 } } });
    await expect(create(lab, body)).rejects.toThrow('Parameters: [Secret] must have values');
    const stack = await create(lab, body, { Parameters: [{ ParameterKey: 'Secret', ParameterValue: 'hush' }] });
    expect(stack.Parameters).toEqual([{ ParameterKey: 'Secret', ParameterValue: '****' }, { ParameterKey: 'Size', ParameterValue: '3' }]);
    expect([...lab.things.existing.values()]).toMatchObject([{ Fixed: 'hush', Size: 3 }]);
    const { StackEvents } = await lab.client.send(new DescribeStackEventsCommand({ StackName }));
    expect(JSON.stringify(StackEvents)).not.toContain('hush');
    expect(StackEvents!.find(({ LogicalResourceId }) => LogicalResourceId === 'A')!.ResourceProperties).toBe('{"Fixed":"****","Size":"3"}');
  });
});

describe('update', () => {
  it('changes in place, replaces, adds and removes, and cleans up behind', async () => {
    await using lab = await startLab();
    await create(lab, template({ Same: thing(), Grown: thing({ Size: 1 }), Swapped: thing({ Fixed: 'a' }), Old: thing({}, { DependsOn: 'Swapped' }) }));
    const before = await physicalIds(lab);
    lab.things.log.length = 0;
    const stack = await update(lab, template({ Same: thing(), Grown: thing({ Size: 2 }), Swapped: thing({ Fixed: 'b' }), New: thing({ Links: [{ Ref: 'Swapped' }] }) }));
    expect(stack.StackStatus).toBe('UPDATE_COMPLETE');
    const after = await physicalIds(lab);
    expect(after.Same).toBe(before.Same);
    expect(after.Grown).toBe(before.Grown);
    expect(after.Swapped).not.toBe(before.Swapped);
    expect(Object.keys(after).sort()).toEqual(['Grown', 'New', 'Same', 'Swapped']);
    expect(lab.things.log).toEqual(['create Swapped', 'update Grown', 'create New', 'delete Old', 'delete Swapped']);
    expect([...lab.things.existing.keys()].sort()).toEqual(Object.values(after).sort());
    const events = await history(lab);
    expect(events.slice(events.indexOf('shop UPDATE_IN_PROGRESS User Initiated'))).toEqual([
      'shop UPDATE_IN_PROGRESS User Initiated',
      'Grown UPDATE_IN_PROGRESS',
      'Swapped UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence creating one.',
      'Swapped UPDATE_IN_PROGRESS Resource creation Initiated',
      'Swapped UPDATE_COMPLETE',
      'Grown UPDATE_COMPLETE',
      'New CREATE_IN_PROGRESS',
      'New CREATE_IN_PROGRESS Resource creation Initiated',
      'New CREATE_COMPLETE',
      'shop UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'Old DELETE_IN_PROGRESS',
      'Old DELETE_COMPLETE',
      'Swapped DELETE_IN_PROGRESS',
      'Swapped DELETE_COMPLETE',
      'shop UPDATE_COMPLETE',
    ]);
  });

  it('says so when there is nothing to do', async () => {
    await using lab = await startLab();
    const body = template({ A: thing({ Size: 1 }), B: thing({ Links: [{ Ref: 'A' }] }) });
    await create(lab, body);
    await expect(update(lab, body)).rejects.toMatchObject({ name: 'ValidationError', message: 'No updates are to be performed.' });
    await expect(update(lab, body.replace('"Size":1', '"Size":"1"'))).rejects.toThrow('No updates are to be performed.');
    await expect(update(lab, '', { TemplateBody: undefined, UsePreviousTemplate: true })).rejects.toThrow('No updates are to be performed.');
  });

  it('counts a change of outputs or tags as one', async () => {
    await using lab = await startLab();
    await create(lab, template({ A: thing() }));
    expect(await update(lab, template({ A: thing() }, { Outputs: { O: { Value: 'x' } } }))).toMatchObject({ Outputs: [{ OutputKey: 'O', OutputValue: 'x' }] });
    await update(lab, template({ A: thing() }, { Outputs: { O: { Value: 'x' } } }), { Tags: [{ Key: 'a', Value: 'b' }] });
    expect([...lab.things.existing.values()]).toEqual([{ Tags: [{ Key: 'a', Value: 'b' }] }]);
  });

  it('goes back to what it found when a resource fails', async () => {
    await using lab = await startLab();
    const first = template({ Grown: thing({ Size: 1 }), Swapped: thing({ Fixed: 'a' }), Old: thing() }, { Outputs: { O: { Value: { 'Fn::GetAtt': ['Grown', 'Size'] } } } });
    await create(lab, first);
    const before = await physicalIds(lab);
    const second = template({ Grown: thing({ Size: 2 }), Swapped: thing({ Fixed: 'b' }), New: thing(), Bad: thing({ Fail: 'create' }, { DependsOn: ['Grown', 'Swapped', 'New'] }) });
    const stack = await update(lab, second);
    expect(stack).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE', Outputs: [{ OutputKey: 'O', OutputValue: '1' }] });
    expect(await physicalIds(lab)).toEqual(before);
    expect(lab.things.existing.size).toBe(3);
    expect(lab.things.existing.get(before.Grown!)).toEqual({ Size: 1 });
    const events = await history(lab);
    expect(events.slice(events.findIndex((event) => event.startsWith('shop UPDATE_ROLLBACK_IN_PROGRESS')))).toEqual([
      'shop UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Bad]. ',
      'Grown UPDATE_IN_PROGRESS',
      'Swapped UPDATE_COMPLETE',
      'Grown UPDATE_COMPLETE',
      'shop UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'Bad DELETE_COMPLETE',
      'Swapped DELETE_IN_PROGRESS',
      'New DELETE_IN_PROGRESS',
      'Swapped DELETE_COMPLETE',
      'New DELETE_COMPLETE',
      'shop UPDATE_ROLLBACK_COMPLETE',
    ]);
    // The template it went back to is the one that counts.
    await expect(update(lab, first)).rejects.toThrow('No updates are to be performed.');
    lab.things.failing = false;
    expect((await update(lab, second)).StackStatus).toBe('UPDATE_COMPLETE');
  });

  it('keeps a replaced resource where UpdateReplacePolicy says so', async () => {
    await using lab = await startLab();
    const body = (Fixed: string): string => template({ A: thing({ Fixed }, { UpdateReplacePolicy: 'Retain' }) });
    await create(lab, body('a'));
    await update(lab, body('b'));
    expect(await history(lab)).toContain('A DELETE_SKIPPED');
    expect(lab.things.existing.size).toBe(2);
  });

  it('explains why a named resource cannot be replaced', async () => {
    await using lab = await startLab();
    const body = (Fixed: string): string => template({ A: thing({ Name: 'mine', Fixed }) });
    await create(lab, body('a'));
    expect((await update(lab, body('b'))).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect((await history(lab)).some((event) => event.startsWith('A UPDATE_FAILED CloudFormation cannot update a stack when a custom-named resource requires replacing.'))).toBe(true);
    expect(lab.things.existing.get('mine')).toMatchObject({ Fixed: 'a' });
  });

  it('takes previous parameter values', async () => {
    await using lab = await startLab();
    const body = template({ A: thing({ Size: { Ref: 'Size' }, Fixed: { Ref: 'Other' } }) }, { Parameters: { Size: { Type: 'Number' }, Other: { Type: 'String', Default: 'o' } } });
    await create(lab, body, { Parameters: [{ ParameterKey: 'Size', ParameterValue: '1' }, { ParameterKey: 'Other', ParameterValue: 'p' }] });
    await update(lab, body, { Parameters: [{ ParameterKey: 'Size', ParameterValue: '2' }, { ParameterKey: 'Other', UsePreviousValue: true }] });
    expect([...lab.things.existing.values()]).toEqual([{ Size: 2, Fixed: 'p' }]);
  });

  it('cannot be made on a stack that failed to be created', async () => {
    await using lab = await startLab();
    const { StackId } = await create(lab, template({ A: thing({ Fail: 'create' }) }));
    await expect(update(lab, template({ A: thing() }))).rejects.toThrow(`Stack:${StackId} is in ROLLBACK_COMPLETE state and can not be updated.`);
    await expect(lab.client.send(new UpdateStackCommand({ StackName: 'nobody', TemplateBody: template({ A: thing() }) }))).rejects.toThrow('Stack [nobody] does not exist');
  });
});

describe('deletion', () => {
  it('goes backwards, keeps what is to be kept, and frees the name', async () => {
    await using lab = await startLab();
    const { StackId } = await create(lab, template({ A: thing(), B: thing({}, { DependsOn: 'A' }), C: thing({ Links: [{ Ref: 'B' }] }), K: thing({}, { DeletionPolicy: 'Retain', DependsOn: 'C' }) }));
    lab.things.log.length = 0;
    await lab.client.send(new DeleteStackCommand({ StackName }));
    await lab.cloud.settled();
    expect(lab.things.log).toEqual(['delete C', 'delete B', 'delete A']);
    await expect(stackOf(lab)).rejects.toThrow('Stack with id shop does not exist');
    expect(await stackOf(lab, StackId)).toMatchObject({ StackStatus: 'DELETE_COMPLETE', DeletionTime: expect.any(Date) });
    expect((await history(lab, StackId)).slice(-9)).toEqual([
      'shop DELETE_IN_PROGRESS User Initiated', 'K DELETE_SKIPPED', 'C DELETE_IN_PROGRESS', 'C DELETE_COMPLETE', 'B DELETE_IN_PROGRESS', 'B DELETE_COMPLETE', 'A DELETE_IN_PROGRESS', 'A DELETE_COMPLETE', 'shop DELETE_COMPLETE',
    ]);
    expect((await create(lab, template({ A: thing() }))).StackId).not.toBe(StackId);
  });

  it('fails with the resource that does not go, and can be tried again', async () => {
    await using lab = await startLab();
    await create(lab, template({ A: thing(), B: thing({ Fail: 'delete' }, { DependsOn: 'A' }), C: thing() }));
    await lab.client.send(new DeleteStackCommand({ StackName }));
    await lab.cloud.settled();
    expect(await stackOf(lab)).toMatchObject({ StackStatus: 'DELETE_FAILED', StackStatusReason: 'The following resource(s) failed to delete: [B]. ' });
    expect(lab.things.existing.size).toBe(2);
    await lab.client.send(new DeleteStackCommand({ StackName, RetainResources: ['B'] }));
    await lab.cloud.settled();
    await expect(stackOf(lab)).rejects.toThrow('does not exist');
    expect(lab.things.existing.size).toBe(1);
  });

  it('of a stack that is being created waits for what is under way', async () => {
    await using lab = await startLab();
    const { StackId } = await lab.client.send(new CreateStackCommand({ StackName, TemplateBody: template({ A: thing({ Slow: 60 }), B: thing({}, { DependsOn: 'A' }) }) }));
    await lab.cloud.settled();
    await lab.client.send(new DeleteStackCommand({ StackName }));
    await lab.cloud.clock.advance(61_000);
    expect(await stackOf(lab, StackId)).toMatchObject({ StackStatus: 'DELETE_COMPLETE' });
    expect(lab.things.existing.size).toBe(0);
    expect(lab.things.log).toEqual(['create A', 'delete A']);
  });

  it('is refused under termination protection, and of what is not there does nothing', async () => {
    await using lab = await startLab();
    await create(lab, template({ A: thing() }), { EnableTerminationProtection: true });
    await expect(lab.client.send(new DeleteStackCommand({ StackName }))).rejects.toThrow('Stack [shop] cannot be deleted while TerminationProtection is enabled');
    await lab.client.send(new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection: false }));
    await lab.client.send(new DeleteStackCommand({ StackName }));
    await lab.client.send(new DeleteStackCommand({ StackName: 'nobody' }));
  });
});

describe('exports', () => {
  const producer = (value: string, name = 'net-id'): string => template({ A: thing() }, { Outputs: { O: { Value: value, Export: { Name: name } } } });
  const consumer = template({ A: thing({ Fixed: { 'Fn::ImportValue': 'net-id' } }) });

  it('are imported, and guarded while they are', async () => {
    await using lab = await startLab();
    await create(lab, producer('n-1'));
    await create(lab, consumer, { StackName: 'user' });
    expect([...lab.things.existing.values()]).toContainEqual({ Fixed: 'n-1' });
    expect((await lab.client.send(new ListImportsCommand({ ExportName: 'net-id' }))).Imports).toEqual(['user']);
    expect((await update(lab, producer('n-2'))).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await history(lab)).toContain('shop UPDATE_ROLLBACK_IN_PROGRESS Export net-id cannot be updated as it is in use by user.');
    await lab.client.send(new DeleteStackCommand({ StackName }));
    await lab.cloud.settled();
    expect(await stackOf(lab)).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE', StackStatusReason: 'Delete canceled. Cannot delete export net-id as it is in use by user.' });
    await lab.client.send(new DeleteStackCommand({ StackName: 'user' }));
    await lab.cloud.settled();
    await lab.client.send(new DeleteStackCommand({ StackName }));
    await lab.cloud.settled();
    await expect(stackOf(lab)).rejects.toThrow('does not exist');
  });

  it('must exist, once', async () => {
    await using lab = await startLab();
    expect(await create(lab, consumer)).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    expect(await history(lab)).toContain('shop ROLLBACK_IN_PROGRESS No export named net-id found. Rollback requested by user.');
    await create(lab, producer('1'), { StackName: 'one' });
    expect(await create(lab, producer('2'), { StackName: 'two' })).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    expect(await history(lab, 'two')).toContain('two ROLLBACK_IN_PROGRESS Export with name net-id is already exported by stack one. Rollback requested by user.');
  });
});

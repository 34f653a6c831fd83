import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CancelUpdateStackCommand, CloudFormationClient, ContinueUpdateRollbackCommand, CreateStackCommand, DescribeStackEventsCommand, DescribeStackResourcesCommand, DescribeStacksCommand,
  RollbackStackCommand, UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import type { Stack } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from 'vitest';
import { provide, startLab, template, thing } from './testing/things.js';
import type { Lab } from './testing/things.js';

const StackName = 'shop';

async function stackOf({ client }: Pick<Lab, 'client'>): Promise<Stack> {
  return (await client.send(new DescribeStacksCommand({ StackName }))).Stacks![0]!;
}

async function reasons({ client }: Lab): Promise<string[]> {
  const { StackEvents } = await client.send(new DescribeStackEventsCommand({ StackName }));
  return StackEvents!.map(({ LogicalResourceId, ResourceStatus, ResourceStatusReason = '' }) => `${LogicalResourceId} ${ResourceStatus} ${ResourceStatusReason}`.trim());
}

describe('a stack whose failure is kept', () => {
  const broken = template({ A: thing(), B: thing({ Fail: 'create' }, { DependsOn: 'A' }) });

  it('goes on with an update that keeps rollback disabled, and with no other', async () => {
    await using lab = await startLab();
    await lab.client.send(new CreateStackCommand({ StackName, DisableRollback: true, TemplateBody: broken }));
    await lab.cloud.settled();
    expect(await stackOf(lab)).toMatchObject({ StackStatus: 'CREATE_FAILED', StackStatusReason: 'The following resource(s) failed to create: [B]. ', DisableRollback: true });
    const fixed = template({ A: thing(), B: thing({}, { DependsOn: 'A' }) });
    await expect(lab.client.send(new UpdateStackCommand({ StackName, TemplateBody: fixed }))).rejects.toThrow('This stack is currently in a non-terminal [CREATE_FAILED] state.');
    await lab.client.send(new UpdateStackCommand({ StackName, TemplateBody: fixed, DisableRollback: true }));
    await lab.cloud.settled();
    expect((await stackOf(lab)).StackStatus).toBe('UPDATE_COMPLETE');
    expect(lab.things.log).toEqual(['create A', 'create B']);
  });

  it('is rolled back by RollbackStack: a creation to nothing, an update to what it found', async () => {
    await using lab = await startLab();
    await lab.client.send(new CreateStackCommand({ StackName, OnFailure: 'DO_NOTHING', TemplateBody: broken }));
    await lab.cloud.settled();
    await lab.client.send(new RollbackStackCommand({ StackName }));
    await lab.cloud.settled();
    expect((await stackOf(lab)).StackStatus).toBe('ROLLBACK_COMPLETE');
    expect(lab.things.existing.size).toBe(0);
  });

  it('remembers the last stable state over several failures', async () => {
    await using lab = await startLab();
    await lab.client.send(new CreateStackCommand({ StackName, TemplateBody: template({ A: thing({ Size: 1, Fixed: 'a' }) }) }));
    await lab.cloud.settled();
    for (const Fixed of ['b', 'c']) {
      await lab.client.send(new UpdateStackCommand({ StackName, DisableRollback: true, TemplateBody: template({ A: thing({ Size: 2, Fixed }), B: thing({ Fail: 'create' }, { DependsOn: 'A' }) }) }));
      await lab.cloud.settled();
      expect((await stackOf(lab)).StackStatus).toBe('UPDATE_FAILED');
    }
    expect(lab.things.existing.size).toBe(3);
    await lab.client.send(new RollbackStackCommand({ StackName }));
    await lab.cloud.settled();
    expect((await stackOf(lab)).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect([...lab.things.existing.values()]).toEqual([{ Size: 1, Fixed: 'a' }]);
    const { StackResources } = await lab.client.send(new DescribeStackResourcesCommand({ StackName }));
    expect(StackResources!.map(({ LogicalResourceId, PhysicalResourceId }) => [LogicalResourceId, PhysicalResourceId])).toEqual([['A', [...lab.things.existing.keys()][0]]]);
  });
});

describe('a rollback that fails', () => {
  it('goes on where it was, or leaves out what cannot be helped', async () => {
    await using lab = await startLab();
    const first = template({ A: thing({ Size: 1, Fail: 'update' }), C: thing({ Size: 1 }) });
    const second = template({ A: thing({ Size: 2 }), C: thing({ Size: 2 }), B: thing({ Fail: 'create' }, { DependsOn: ['A', 'C'] }) });
    await lab.client.send(new CreateStackCommand({ StackName, TemplateBody: first }));
    await lab.cloud.settled();
    const fail = async (): Promise<void> => {
      await lab.client.send(new UpdateStackCommand({ StackName, TemplateBody: second }));
      await lab.cloud.settled();
      expect(await stackOf(lab)).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_FAILED', StackStatusReason: 'The following resource(s) failed to update: [A]. ' });
    };
    await fail();
    lab.things.failing = false;
    await lab.client.send(new ContinueUpdateRollbackCommand({ StackName }));
    await lab.cloud.settled();
    expect((await stackOf(lab)).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect([...lab.things.existing.values()].map(({ Size }) => Size)).toEqual([1, 1]);
    lab.things.failing = true;
    await fail();
    await expect(lab.client.send(new ContinueUpdateRollbackCommand({ StackName, ResourcesToSkip: ['C'] }))).rejects.toThrow('not in UPDATE_FAILED state: [C]');
    await lab.client.send(new ContinueUpdateRollbackCommand({ StackName, ResourcesToSkip: ['A'] }));
    await lab.cloud.settled();
    expect((await stackOf(lab)).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await reasons(lab)).toContain('A UPDATE_COMPLETE Resource skipped during UpdateRollback');
  });
});

it('cancels an update: what is under way ends, nothing new begins, all goes back', async () => {
  await using lab = await startLab();
  await lab.client.send(new CreateStackCommand({ StackName, TemplateBody: template({ A: thing({ Size: 1 }) }) }));
  await lab.cloud.settled();
  await lab.client.send(new UpdateStackCommand({ StackName, TemplateBody: template({ A: thing({ Size: 2 }), B: thing({ Slow: 60 }), C: thing({}, { DependsOn: 'B' }) }) }));
  await lab.cloud.settled();
  await lab.client.send(new CancelUpdateStackCommand({ StackName }));
  await lab.cloud.clock.advance(61_000);
  expect((await stackOf(lab)).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect([...lab.things.existing.values()]).toEqual([{ Size: 1 }]);
  expect(lab.things.log).not.toContain('create C');
  await expect(lab.client.send(new CancelUpdateStackCommand({ StackName }))).rejects.toThrow('CancelUpdateStack cannot be called from current stack status');
});

describe('an interrupted operation', () => {
  const body = template({ A: thing(), B: thing({ Slow: 60 }, { DependsOn: 'A' }), C: thing({ Links: [{ Ref: 'B' }] }) });

  it('goes on after a restart, without doing again what was done', async () => {
    const dataDirectory = await mkdtemp(join(tmpdir(), 'terrella-cfn-'));
    try {
      const lab = await startLab({ clock: 'virtual', dataDirectory });
      await lab.client.send(new CreateStackCommand({ StackName, TemplateBody: body }));
      await lab.cloud.settled();
      const nowMs = lab.cloud.clock.nowMs();
      await lab.cloud.close();
      const again = await startLab({ clock: 'virtual', dataDirectory, startAtMs: nowMs });
      provide(again.cloud, lab.things);
      await again.cloud.settled();
      await again.cloud.clock.advance(61_000);
      expect((await stackOf(again)).StackStatus).toBe('CREATE_COMPLETE');
      expect(lab.things.log).toEqual(['create A', 'create B', 'create C']);
      expect((await reasons(again)).filter((event) => event === 'B CREATE_IN_PROGRESS')).toHaveLength(1);
      await again.cloud.close();
    } finally {
      await rm(dataDirectory, { recursive: true, force: true });
    }
  });

  it('goes on in a fork, by itself', async () => {
    await using lab = await startLab();
    await lab.client.send(new CreateStackCommand({ StackName, TemplateBody: body }));
    await lab.cloud.settled();
    await using fork = lab.cloud.fork();
    provide(fork, lab.things);
    await fork.clock.advance(61_000);
    expect((await stackOf({ client: fork.client(CloudFormationClient) })).StackStatus).toBe('CREATE_COMPLETE');
    expect((await stackOf(lab)).StackStatus).toBe('CREATE_IN_PROGRESS');
  });
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deployAssembly, deployTemplate, ensureBootstrap, readAssembly } from '../../deploy/index.js';
import type { Call, StackEvent } from '../../deploy/index.js';
import { startLab, template, thing } from './testing/things.js';
import type { Lab } from './testing/things.js';

const scope = { account: '000000000000', region: 'us-east-1' };
const callOf = ({ cloud }: Lab): Call => (service, operation, input) => cloud.call(service, operation, input);

describe('deployTemplate', () => {
  const body = template({ A: thing({ Size: { Ref: 'Size' } }) }, { Parameters: { Size: { Type: 'Number', Default: 1 } }, Outputs: { Id: { Value: { Ref: 'A' } } } });

  it('creates, leaves alone, updates, keeping earlier parameters', async () => {
    await using lab = await startLab();
    const seen: StackEvent[] = [];
    const deploy = (parameters: Record<string, string>, templateBody = body): ReturnType<typeof deployTemplate> =>
      deployTemplate({ templateBody, stackName: 'shop', call: callOf(lab), scope, parameters, onProgress: (event) => seen.push(event) });
    const first = await deploy({ Size: '5' });
    expect(first).toMatchObject({ stackName: 'shop', status: 'CREATE_COMPLETE', changed: true, outputs: { Id: [...lab.things.existing.keys()][0] } });
    expect(seen.map(({ logicalId, status }) => `${logicalId} ${status}`)).toEqual(['shop CREATE_IN_PROGRESS', 'A CREATE_IN_PROGRESS', 'A CREATE_IN_PROGRESS', 'A CREATE_COMPLETE', 'shop CREATE_COMPLETE']);
    expect(seen[1]).toMatchObject({ stackName: 'shop', type: 'Test::Thing::Plain', at: expect.any(Date) });
    expect(await deploy({})).toMatchObject({ changed: false, outputs: first.outputs });
    await deploy({}, body.replace('"A":', '"B":{"Type":"Test::Thing::Plain"},"A":'));
    expect([...lab.things.existing.values()].map(({ Size }) => Size)).toEqual([5, undefined]);
    await expect(deploy({ Sise: '1' })).rejects.toThrow('The template has no parameter Sise; it has Size');
  });

  it('rejects with what failed and why, and starts afresh the next time', async () => {
    await using lab = await startLab();
    const deploy = (Fail: string): Promise<unknown> =>
      deployTemplate({ templateBody: template({ Good: thing(), Bad: thing({ Fail }) }), stackName: 'shop', call: callOf(lab), scope });
    await expect(deploy('create')).rejects.toMatchObject({
      name: 'DeploymentError',
      status: 'ROLLBACK_COMPLETE',
      resources: [{ logicalId: 'Bad', reason: expect.stringContaining('Bad cannot create') }],
      message: expect.stringMatching(/^Stack shop failed: ROLLBACK_COMPLETE\n {2}Bad: Resource handler returned message: "Bad cannot create"/),
    });
    expect(await deploy('never')).toMatchObject({ status: 'CREATE_COMPLETE' });
    await expect(deployTemplate({ templateBody: '{"Resources": {}}', stackName: 'other', call: callOf(lab), scope })).rejects.toThrow('At least one Resources member');
  });

  it('sends a long template through the asset bucket', async () => {
    await using lab = await startLab();
    const templateBody = template({ A: thing({ Fixed: 'x'.repeat(60_000) }) });
    expect(await deployTemplate({ templateBody, stackName: 'shop', call: callOf(lab), scope })).toMatchObject({ status: 'CREATE_COMPLETE' });
    expect([...lab.things.existing.values()][0]!.Fixed).toHaveLength(60_000);
  });

  it('makes the bootstrap that a CDK template asks for', async () => {
    await using lab = await startLab();
    const BootstrapVersion = { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' };
    const Rules = { Check: { Assertions: [{ Assert: { 'Fn::Not': [{ 'Fn::Contains': [['1', '2'], { Ref: 'BootstrapVersion' }] }] } }] } };
    const templateBody = template({ A: thing() }, { Parameters: { BootstrapVersion }, Rules });
    await deployTemplate({ templateBody, stackName: 'shop', call: callOf(lab), scope });
    await deployTemplate({ templateBody, stackName: 'shop', call: callOf(lab), scope });
    const { Role } = await lab.cloud.call('iam', 'GetRole', { RoleName: 'cdk-hnb659fds-deploy-role-000000000000-us-east-1' });
    expect(Role.Arn).toContain(':role/cdk-hnb659fds-deploy-role-');
    await ensureBootstrap(callOf(lab), scope);
  });
});

describe('deployAssembly', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'terrella-assembly-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const stack = (name: string, more: object = {}): object => ({
    type: 'aws:cloudformation:stack',
    environment: 'aws://unknown-account/unknown-region',
    properties: { templateFile: `${name}.template.json`, stackName: name },
    ...more,
  });
  const write = (name: string, value: unknown): Promise<void> => writeFile(join(directory, name), typeof value === 'string' ? value : JSON.stringify(value));

  it('publishes assets and deploys stacks in order, stages included', async () => {
    await using lab = await startLab();
    const bucketName = 'cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}';
    await mkdir(join(directory, 'asset.code'));
    await write('asset.code/index.js', 'exports.x = 1');
    await mkdir(join(directory, 'assembly-Stage'));
    await write('assembly-Stage/manifest.json', { artifacts: { S: stack('Staged') } });
    await write('assembly-Stage/Staged.template.json', template({ A: thing({ Name: 'staged' }) }));
    await write('Base.template.json', template({ A: thing({ Name: 'base' }) }, { Parameters: { Size: { Type: 'Number', Default: 1 } } }));
    await write('App.template.json', template({ A: thing({ Name: 'app' }) }));
    await write('App.assets.json', {
      files: {
        code: { source: { path: 'asset.code', packaging: 'zip' }, destinations: { d: { bucketName, objectKey: 'code.zip' } } },
        body: { source: { path: 'App.template.json', packaging: 'file' }, destinations: { d: { bucketName, objectKey: 'body.json' } } },
      },
    });
    await write('manifest.json', {
      artifacts: {
        App: stack('App', {
          dependencies: ['App.assets', 'Base'],
          properties: { templateFile: 'App.template.json', stackName: 'App', tags: { team: 'x' }, stackTemplateAssetObjectUrl: `s3://${bucketName}/body.json` },
        }),
        'App.assets': { type: 'cdk:asset-manifest', properties: { file: 'App.assets.json' } },
        Base: stack('Base'),
        Stage: { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Stage' }, dependencies: ['App'] },
        Tree: { type: 'cdk:tree' },
      },
    });
    expect((await readAssembly(directory)).map(({ name }) => name)).toEqual(['Base', 'App', 'Staged']);
    const results = await deployAssembly({ directory, call: callOf(lab), scope, parameters: { 'Base:Size': '2' } });
    expect(results.map(({ stackName, status }) => [stackName, status])).toEqual([['Base', 'CREATE_COMPLETE'], ['App', 'CREATE_COMPLETE'], ['Staged', 'CREATE_COMPLETE']]);
    expect([...lab.things.existing.keys()]).toEqual(['base', 'app', 'staged']);
    expect(lab.things.existing.get('app')).toMatchObject({ Tags: [{ Key: 'team', Value: 'x' }] });
    const { ContentLength } = await lab.cloud.call('s3', 'HeadObject', { Bucket: 'cdk-hnb659fds-assets-000000000000-us-east-1', Key: 'code.zip' });
    expect(ContentLength).toBeGreaterThan(100);
    expect((await deployAssembly({ directory, call: callOf(lab), scope })).map(({ changed }) => changed)).toEqual([false, false, false]);
    await expect(deployAssembly({ directory, call: callOf(lab), scope, parameters: { Nope: '1' } })).rejects.toThrow('No stack has the parameter Nope');
  });

  it.each<[string, object, string]>([
    ['a container image', { dockerImages: { img: { displayName: 'Web', source: { directory: 'web' } } } }, 'Asset Web is a container image (web)'],
    ['a missing file', { files: { a: { displayName: 'Code', source: { path: 'nowhere', packaging: 'zip' }, destinations: { d: { bucketName: 'cdk-q-assets-${AWS::AccountId}-${AWS::Region}', objectKey: 'k' } } } } }, 'Asset Code is missing: there is no '],
    ['a command', { files: { a: { source: { executable: ['make', 'it'] }, destinations: {} } } }, 'Asset a is made by a command (make it)'],
  ])('refuses %s by name', async (_what, assets, message) => {
    await using lab = await startLab();
    await write('App.template.json', template({ A: thing() }));
    await write('App.assets.json', assets);
    await write('manifest.json', { artifacts: { App: stack('App', { dependencies: ['x'] }), x: { type: 'cdk:asset-manifest', properties: { file: 'App.assets.json' } } } });
    await expect(deployAssembly({ directory, call: callOf(lab), scope })).rejects.toMatchObject({ name: 'AssemblyError', message: expect.stringContaining(message) });
    expect(lab.things.existing.size).toBe(0);
  });

  it('refuses what is no assembly, lacks context, or goes elsewhere', async () => {
    await using lab = await startLab();
    const deploy = (): Promise<unknown> => deployAssembly({ directory, call: callOf(lab), scope });
    await expect(deploy()).rejects.toThrow('is no cloud assembly');
    await write('manifest.json', { missing: [{ key: 'vpc' }] });
    await expect(deploy()).rejects.toThrow('The app still asks for context: vpc');
    await write('App.template.json', template({ A: thing() }));
    await write('manifest.json', { artifacts: { App: stack('App', { environment: 'aws://111111111111/eu-west-1' }) } });
    await expect(deploy()).rejects.toThrow('Stack App is for account 111111111111 in eu-west-1');
    const callIn = (there: typeof scope): Call => (service, operation, input) => lab.cloud.call(service, operation, input, there);
    await deployAssembly({ directory, call: callOf(lab), callIn, scope });
    const { Stacks } = await lab.cloud.call('cloudformation', 'DescribeStacks', { StackName: 'App' }, { account: '111111111111', region: 'eu-west-1' });
    expect(Stacks[0].StackId).toMatch(/^arn:aws:cloudformation:eu-west-1:111111111111:stack\/App\//);
  });
});

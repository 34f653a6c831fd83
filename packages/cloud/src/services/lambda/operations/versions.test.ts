import { describe, expect, it } from 'vitest';
import { Lab, failure, zip } from '../testing/lab.js';

const code = (answer: number) => `exports.handler = async (e, context) => [${answer}, context.functionVersion, context.invokedFunctionArn.split(':').slice(6).join(':')];`;

describe('a published version', () => {
  it('keeps code and configuration, and is made only when something has changed', async () => {
    await using lab = await Lab.start();
    await lab.create('f', code(1));
    const first = await lab.lambda.publishVersion({ FunctionName: 'f', Description: 'one' });
    expect(first).toMatchObject({ Version: '1', FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f:1', Description: 'one' });
    expect((await lab.lambda.publishVersion({ FunctionName: 'f' })).Version).toBe('1');
    await lab.lambda.updateFunctionCode({ FunctionName: 'f', ZipFile: zip({ 'index.js': code(2) }) });
    expect((await lab.lambda.publishVersion({ FunctionName: 'f' })).Version).toBe('2');
    expect(await lab.invoke('f', {}, '1')).toEqual([1, '1', 'f:1']);
    expect(await lab.invoke('f:2')).toEqual([2, '2', 'f:2']);
    expect(await lab.invoke('f')).toEqual([2, '$LATEST', 'f']);
    expect((await lab.lambda.listVersionsByFunction({ FunctionName: 'f' })).Versions!.map(({ Version }) => Version)).toEqual(['$LATEST', '1', '2']);
    expect((await lab.lambda.listFunctions({ FunctionVersion: 'ALL' })).Functions).toHaveLength(3);
  });

  it('is made only of the code that the caller expects', async () => {
    await using lab = await Lab.start();
    await lab.create('f', code(1));
    expect(await failure(lab.lambda.publishVersion({ FunctionName: 'f', CodeSha256: 'x' }))).toMatch(/^InvalidParameterValueException: CodeSHA256 \(x\) is different from current CodeSHA256 in \$LATEST \(.{44}\)\./);
    expect(await failure(lab.lambda.publishVersion({ FunctionName: 'f', RevisionId: 'x' }))).toMatch(/^PreconditionFailedException: The Revision Id provided does not match/);
  });

  it('can be deleted unless an alias uses it', async () => {
    await using lab = await Lab.start();
    await lab.create('f', code(1), { Publish: true });
    await lab.lambda.createAlias({ FunctionName: 'f', Name: 'live', FunctionVersion: '1' });
    expect(await failure(lab.lambda.deleteFunction({ FunctionName: 'f', Qualifier: '1' }))).toMatch(/^ResourceConflictException: .*\[live\]$/);
    expect(await failure(lab.lambda.deleteFunction({ FunctionName: 'f', Qualifier: '$LATEST' }))).toBe('InvalidParameterValueException: $LATEST version cannot be deleted without deleting the function.');
    await lab.lambda.deleteAlias({ FunctionName: 'f', Name: 'live' });
    await lab.lambda.deleteFunction({ FunctionName: 'f', Qualifier: '1' });
    expect(await failure(lab.lambda.invoke({ FunctionName: 'f:1' }))).toBe('ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:000000000000:function:f:1');
    await lab.lambda.updateFunctionConfiguration({ FunctionName: 'f', Description: 'x' });
    expect((await lab.lambda.publishVersion({ FunctionName: 'f' })).Version).toBe('2');
  });
});

describe('an alias', () => {
  it('leads to its version', async () => {
    await using lab = await Lab.start();
    await lab.create('f', code(1), { Publish: true });
    const alias = await lab.lambda.createAlias({ FunctionName: 'f', Name: 'live', FunctionVersion: '1', Description: 'now' });
    expect(alias).toMatchObject({ AliasArn: 'arn:aws:lambda:us-east-1:000000000000:function:f:live', Name: 'live', FunctionVersion: '1', Description: 'now' });
    const answer = await lab.lambda.invoke({ FunctionName: alias.AliasArn });
    expect([JSON.parse(answer.Payload!.transformToString()), answer.ExecutedVersion]).toEqual([[1, '1', 'f:live'], '1']);
    expect(await lab.lambda.getFunctionConfiguration({ FunctionName: 'f', Qualifier: 'live' })).toMatchObject({ Version: '1', FunctionArn: alias.AliasArn });
    expect(await failure(lab.lambda.createAlias({ FunctionName: 'f', Name: 'live', FunctionVersion: '1' }))).toBe(`ResourceConflictException: Alias already exists: ${alias.AliasArn}`);
    expect(await failure(lab.lambda.createAlias({ FunctionName: 'f', Name: 'next', FunctionVersion: '9' }))).toBe('ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:000000000000:function:f:9');
    expect(await failure(lab.lambda.getAlias({ FunctionName: 'f', Name: 'none' }))).toBe('ResourceNotFoundException: Cannot find alias arn: arn:aws:lambda:us-east-1:000000000000:function:f:none');
  });

  it('shares its invocations out by weight', async () => {
    await using lab = await Lab.start();
    await lab.create('f', code(1), { Publish: true });
    await lab.lambda.updateFunctionCode({ FunctionName: 'f', ZipFile: zip({ 'index.js': code(2) }), Publish: true });
    await lab.lambda.createAlias({ FunctionName: 'f', Name: 'live', FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: { '2': 0.3 } } });
    let second = 0;
    for (let i = 0; i < 100; i++) second += (await lab.invoke('f', {}, 'live'))[0] - 1;
    expect(second).toBeGreaterThan(15);
    expect(second).toBeLessThan(45);
    const updated = await lab.lambda.updateAlias({ FunctionName: 'f', Name: 'live', FunctionVersion: '2', RoutingConfig: {} });
    expect(updated).not.toHaveProperty('RoutingConfig');
    expect((await lab.invoke('f', {}, 'live'))[0]).toBe(2);
  });

  it.each([
    [{ '1': 0.1 }, 'Invalid function version 1. Function version 1 is already included in routing configuration.'],
    [{ '2': 0.1, '3': 0.1 }, 'Number of items in AdditionalVersionWeights cannot be greater than 1'],
  ])('refuses the weights %j', async (AdditionalVersionWeights, message) => {
    await using lab = await Lab.start();
    await lab.create('f', code(1), { Publish: true });
    const call = lab.lambda.createAlias({ FunctionName: 'f', Name: 'live', FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights } });
    expect(await failure(call)).toBe(`InvalidParameterValueException: ${message}`);
  });
});

describe('a resource policy', () => {
  it('grows and shrinks by statements', async () => {
    await using lab = await Lab.start();
    const arn = await lab.create('f', code(1));
    const permission = { FunctionName: 'f', StatementId: 'bus', Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com', SourceArn: 'arn:aws:events:us-east-1:000000000000:rule/r' };
    const { Statement } = await lab.lambda.addPermission(permission);
    const statement = {
      Sid: 'bus',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: arn,
      Condition: { ArnLike: { 'AWS:SourceArn': permission.SourceArn } },
    };
    expect(JSON.parse(Statement!)).toEqual(statement);
    expect(await failure(lab.lambda.addPermission(permission))).toBe('ResourceConflictException: The statement id (bus) provided already exists. Please provide a new statement id, or remove the existing statement.');
    expect(JSON.parse((await lab.lambda.getPolicy({ FunctionName: 'f' })).Policy!)).toEqual({ Version: '2012-10-17', Id: 'default', Statement: [statement] });
    await lab.lambda.removePermission({ FunctionName: 'f', StatementId: 'bus' });
    expect(await failure(lab.lambda.getPolicy({ FunctionName: 'f' }))).toBe('ResourceNotFoundException: The resource you requested does not exist.');
    expect(await failure(lab.lambda.addPermission({ ...permission, Principal: 'nobody' }))).toMatch(/^InvalidParameterValueException: The provided principal was invalid/);
    expect(await failure(lab.lambda.addPermission({ ...permission, FunctionUrlAuthType: 'NONE' }))).toMatch(/^NotImplementedException: .*FunctionUrlAuthType/);
  });
});

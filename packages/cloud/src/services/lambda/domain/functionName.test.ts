import { describe, expect, it } from 'vitest';
import { arnOfInput, functionReference, parseFunctionName } from './functionName.js';

const scope = { account: '000000000000', region: 'us-east-1' };
const other = { account: '111111111111', region: 'us-east-1' };

describe('a function name', () => {
  it.each([
    ['orders', { name: 'orders', qualifier: undefined, scope }],
    ['orders:live', { name: 'orders', qualifier: 'live', scope }],
    ['orders:$LATEST', { name: 'orders', qualifier: '$LATEST', scope }],
    ['function:orders', { name: 'orders', qualifier: undefined, scope }],
    ['111111111111:function:orders', { name: 'orders', qualifier: undefined, scope: other }],
    ['arn:aws:lambda:us-east-1:111111111111:function:orders', { name: 'orders', qualifier: undefined, scope: other }],
    ['arn:aws:lambda:us-east-1:111111111111:function:orders:7', { name: 'orders', qualifier: '7', scope: other }],
    ['a b', undefined],
    ['', undefined],
    ['arn:aws:sqs:us-east-1:111111111111:orders', undefined],
  ])('%s', (text, expected) => {
    expect(parseFunctionName(text, scope)).toEqual(expected);
  });

  it('takes its qualifier from either place, if they agree', () => {
    expect(functionReference('orders', 'live', scope).qualifier).toBe('live');
    expect(functionReference('orders:live', 'live', scope).qualifier).toBe('live');
    expect(() => functionReference('orders:live', '1', scope)).toThrow('The derived qualifier from the function name does not match the specified qualifier.');
  });

  it('of another region is not reachable', () => {
    expect(() => functionReference('arn:aws:lambda:eu-west-1:000000000000:function:orders', undefined, scope)).toThrow(
      "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')",
    );
  });

  it('gives the ARN that a call is about', () => {
    expect(arnOfInput({ FunctionName: 'orders', Qualifier: 'live' }, scope)).toBe('arn:aws:lambda:us-east-1:000000000000:function:orders:live');
    expect(arnOfInput({ FunctionName: '#' }, scope)).toBeUndefined();
  });
});

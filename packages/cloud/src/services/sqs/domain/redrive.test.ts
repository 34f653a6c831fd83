import { describe, expect, it } from 'vitest';
import { allowsRedrive, checkRedriveTarget, parseRedriveAllowPolicy, parseRedrivePolicy } from './redrive.js';

const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:000000000000:dead';
const source = { arn: 'arn:aws:sqs:us-east-1:000000000000:source', fifo: false };

describe('RedrivePolicy', () => {
  it.each([
    [{ deadLetterTargetArn, maxReceiveCount: 3 }, 3],
    [{ deadLetterTargetArn, maxReceiveCount: '1000' }, 1000],
    [{ deadLetterTargetArn }, 10],
  ])('%j', (given, maxReceiveCount) => {
    expect(parseRedrivePolicy(JSON.stringify(given))).toEqual({ deadLetterTargetArn, maxReceiveCount });
  });

  it.each([
    ['{', 'Redrive policy is not a valid JSON map.'],
    ['[]', 'Redrive policy is not a valid JSON map.'],
    ['{"maxReceiveCount":3}', 'Redrive policy does not contain mandatory attribute: deadLetterTargetArn.'],
    ['{"deadLetterTargetArn": "dummy", "maxReceiveCount": 42}', 'Invalid value for deadLetterTargetArn.'],
    [`{"deadLetterTargetArn":"${deadLetterTargetArn}","maxReceiveCount":0}`, 'Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive.'],
    [`{"deadLetterTargetArn":"${deadLetterTargetArn}","maxReceiveCount":1.5}`, 'Invalid value for maxReceiveCount: 1.5, valid values are from 1 to 1000 both inclusive.'],
  ])('refuses %s', (text, reason) => {
    expect(() => parseRedrivePolicy(text)).toThrow(
      expect.objectContaining({ code: 'InvalidParameterValue', message: `Value ${text} for parameter RedrivePolicy is invalid. Reason: ${reason}` }),
    );
  });

  it('wants a dead-letter queue of the same owner, region and type that takes the source', () => {
    const policy = { deadLetterTargetArn, maxReceiveCount: 3 };
    const target = { fifo: false, allowPolicy: undefined };
    expect(() => checkRedriveTarget(policy, source, target)).not.toThrow();
    expect(() => checkRedriveTarget(policy, source, undefined)).toThrow('Dead letter target does not exist.');
    expect(() => checkRedriveTarget(policy, source, { ...target, fifo: true })).toThrow('Dead-letter queue must be same type of queue as the source.');
    expect(() => checkRedriveTarget(policy, { ...source, arn: 'arn:aws:sqs:us-east-1:111111111111:source' }, target)).toThrow('owner should be same as the source');
    expect(() => checkRedriveTarget(policy, source, { ...target, allowPolicy: { redrivePermission: 'denyAll' } })).toThrow('does not allow redrive');
    expect(() => checkRedriveTarget(policy, { ...source, arn: deadLetterTargetArn }, target)).toThrow('must not be the source itself');
  });
});

describe('RedriveAllowPolicy', () => {
  it('says who may use the queue', () => {
    const byQueue = parseRedriveAllowPolicy(JSON.stringify({ redrivePermission: 'byQueue', sourceQueueArns: [source.arn] }));
    expect(allowsRedrive(byQueue, source.arn)).toBe(true);
    expect(allowsRedrive(byQueue, deadLetterTargetArn)).toBe(false);
    expect(allowsRedrive(parseRedriveAllowPolicy('{"redrivePermission":"denyAll"}'), source.arn)).toBe(false);
    expect(allowsRedrive(parseRedriveAllowPolicy('{"redrivePermission":"allowAll"}'), source.arn)).toBe(true);
    expect(allowsRedrive(parseRedriveAllowPolicy(''), source.arn)).toBe(true);
  });

  it.each([
    'x',
    '{}',
    '{"redrivePermission":"some"}',
    '{"redrivePermission":"byQueue"}',
    '{"redrivePermission":"byQueue","sourceQueueArns":[]}',
    '{"redrivePermission":"byQueue","sourceQueueArns":["nope"]}',
    `{"redrivePermission":"denyAll","sourceQueueArns":["${source.arn}"]}`,
    `{"redrivePermission":"byQueue","sourceQueueArns":${JSON.stringify(Array(11).fill(source.arn))}}`,
  ])('refuses %s', (text) => {
    expect(() => parseRedriveAllowPolicy(text)).toThrow(expect.objectContaining({ code: 'InvalidAttributeValue' }));
  });
});

import { describe, expect, it } from 'vitest';
import { applyAttributes, defaultSettings, differingAttribute, settingsAsAttributes } from './attributes.js';

const apply = (attributes: Record<string, string>, fifo = false) => applyAttributes(defaultSettings, fifo, attributes);

describe('queue attributes', () => {
  it('have the defaults of AWS', () => {
    expect(settingsAsAttributes(defaultSettings, false)).toEqual({
      DelaySeconds: '0',
      MaximumMessageSize: '1048576',
      MessageRetentionPeriod: '345600',
      ReceiveMessageWaitTimeSeconds: '0',
      SqsManagedSseEnabled: 'true',
      VisibilityTimeout: '30',
    });
    expect(settingsAsAttributes(defaultSettings, true)).toMatchObject({
      FifoQueue: 'true',
      ContentBasedDeduplication: 'false',
      DeduplicationScope: 'queue',
      FifoThroughputLimit: 'perQueue',
    });
  });

  it.each([
    ['DelaySeconds', 0, 900],
    ['MaximumMessageSize', 1_024, 1_048_576],
    ['MessageRetentionPeriod', 60, 1_209_600],
    ['ReceiveMessageWaitTimeSeconds', 0, 20],
    ['VisibilityTimeout', 0, 43_200],
    ['KmsDataKeyReusePeriodSeconds', 60, 86_400],
  ])('%s goes from %i to %i', (name, min, max) => {
    for (const value of [min, max]) expect(() => apply({ [name]: String(value) })).not.toThrow();
    for (const value of [String(min - 1), String(max + 1), '', 'x', '1.5', '-1', '1e3', ' 60']) {
      expect(() => apply({ [name]: value }), value).toThrow(
        expect.objectContaining({ code: 'InvalidAttributeValue', message: `Invalid value for the parameter ${name}.` }),
      );
    }
  });

  it.each(['Foo', 'QueueArn', 'ApproximateNumberOfMessages', 'ContentBasedDeduplication', 'DeduplicationScope', 'constructor', ''])(
    'refuse %j on a standard queue',
    (name) => {
      expect(() => apply({ [name]: 'true' })).toThrow(
        expect.objectContaining({ code: 'InvalidAttributeName', message: `Unknown Attribute ${name}.` }),
      );
    },
  );

  it('tell per-group throughput apart from per-group deduplication', () => {
    expect(() => apply({ FifoThroughputLimit: 'perMessageGroupId' }, true)).toThrow(expect.objectContaining({ code: 'InvalidAttributeValue' }));
    expect(apply({ FifoThroughputLimit: 'perMessageGroupId', DeduplicationScope: 'messageGroup' }, true)).toMatchObject({
      fifoThroughputLimit: 'perMessageGroupId',
      deduplicationScope: 'messageGroup',
    });
  });

  it('let one kind of encryption replace the other, but not both at once', () => {
    const kms = apply({ KmsMasterKeyId: 'alias/aws/sqs' });
    expect(settingsAsAttributes(kms, false)).toMatchObject({ KmsMasterKeyId: 'alias/aws/sqs', KmsDataKeyReusePeriodSeconds: '300', SqsManagedSseEnabled: 'false' });
    const managed = settingsAsAttributes(applyAttributes(kms, false, { SqsManagedSseEnabled: 'true' }), false);
    expect(managed).not.toHaveProperty('KmsMasterKeyId');
    expect(managed['SqsManagedSseEnabled']).toBe('true');
    expect(() => apply({ KmsMasterKeyId: 'k', SqsManagedSseEnabled: 'true' })).toThrow('You can use one type of server-side encryption');
  });

  it('take a policy that is one, and forget it by the empty text', () => {
    const statement = '{"Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"*"}';
    const policy = `{"Version":"2012-10-17","Statement":[${statement}]}`;
    const settings = apply({ Policy: policy });
    expect(settings.policy).toBe(policy);
    expect(applyAttributes(settings, false, { Policy: '' })).not.toHaveProperty('policy');
    for (const bad of ['{', '[]', 'null', '{}', '{"Statement":[]}', '{"Statement":[null]}', '{"Statement":{"Effect":"Maybe"}}', `{"Statement":[${statement}],"Id":"${'x'.repeat(8_200)}"}`]) {
      expect(() => apply({ Policy: bad }), bad.slice(0, 20)).toThrow(expect.objectContaining({ code: 'InvalidAttributeValue' }));
    }
  });

  it('name the first that differs from what is there', () => {
    const settings = apply({ DelaySeconds: '5' });
    expect(differingAttribute(settings, false, { DelaySeconds: '5' })).toBeUndefined();
    expect(differingAttribute(settings, false, {})).toBeUndefined();
    expect(differingAttribute(settings, false, { VisibilityTimeout: '30', DelaySeconds: '6' })).toBe('DelaySeconds');
  });
});

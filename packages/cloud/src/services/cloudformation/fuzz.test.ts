import { expect, it } from 'vitest';
import { AwsError } from '../../kernel/errors.js';
import { Random } from '../../kernel/random.js';
import { startLab, thing } from './testing/things.js';

const seed = 20_261_121;

const whole = {
  AWSTemplateFormatVersion: '2010-09-09',
  Description: 'all of it',
  Transform: 'AWS::LanguageExtensions',
  Metadata: { a: [1, { b: 2 }] },
  Parameters: { P: { Type: 'String', Default: 'x', AllowedValues: ['x', 'y'], MinLength: 1 }, L: { Type: 'CommaDelimitedList', Default: 'a,b' } },
  Mappings: { M: { x: { y: 'z', l: ['1'] } } },
  Conditions: { C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] }, D: { 'Fn::And': [{ Condition: 'C' }, { 'Fn::Not': [{ Condition: 'C' }] }] } },
  Rules: { R: { RuleCondition: { 'Fn::Equals': [1, 1] }, Assertions: [{ Assert: { 'Fn::Contains': [['x'], { Ref: 'P' }] }, AssertDescription: 'no' }] } },
  Resources: {
    A: thing({ Name: { 'Fn::Sub': ['${P}-${v}', { v: { 'Fn::FindInMap': ['M', { Ref: 'P' }, 'y'] } }] }, Size: { 'Fn::If': ['C', 1, { Ref: 'AWS::NoValue' }] } }, { DeletionPolicy: 'Retain', Condition: 'C' }),
    B: thing({ Links: { 'Fn::Split': [',', { 'Fn::Join': [',', [{ Ref: 'A' }, { 'Fn::GetAtt': ['A', 'Arn'] }]] }] }, Fixed: { 'Fn::Select': [0, { 'Fn::Cidr': ['10.0.0.0/16', 2, 8] }] } }, { DependsOn: ['A'] }),
    'Fn::ForEach::Loop': ['I', { Ref: 'L' }, { 'T${I}': thing({ Fixed: { Ref: 'I' }, Name: { 'Fn::Base64': { Ref: 'I' } } }) }],
  },
  Outputs: { O: { Value: { Ref: 'B' }, Export: { Name: 'e' } }, U: { Condition: 'D', Value: { 'Fn::ImportValue': 'e' } } },
};

const odd: readonly unknown[] = [null, true, 0, -1, 1.5, '', 'A', 'Ref', 'Fn::Sub', '${', '${A.B.C}', '{{resolve:}}', [], [[]], {}, { Ref: 'A' }, { Ref: {} }, { 'Fn::GetAtt': 'A' }, { 'Fn::If': [] }, { 'Fn::Join': 'x' }, { 'Fn::ForEach::X': [] }, { Condition: 'C' }];

/** The value with one place in it put out of order: replaced, dropped, or renamed. */
function spoil(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random.below(6) === 0) return random.pick(odd);
  if (Array.isArray(value)) {
    if (value.length === 0) return [random.pick(odd)];
    const at = random.below(value.length);
    return random.below(5) === 0 ? value.filter((_, i) => i !== at) : value.map((item, i) => (i === at ? spoil(item, random) : item));
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return { x: random.pick(odd) };
  const at = random.below(entries.length);
  const [name] = entries[at]!;
  const choice = random.below(8);
  if (choice === 0) return Object.fromEntries(entries.filter((_, i) => i !== at));
  if (choice === 1) return Object.fromEntries(entries.map(([key, item], i) => [i === at ? String(random.pick(['', 'Ref', 'Fn::Sub', 'constructor', 'Ω', 'A'])) : key, item]));
  return { ...value, [name]: spoil((value as Record<string, unknown>)[name], random) };
}

/** Somewhere below the resources' own names and attributes. */
function spoilInside(resources: unknown, random: Random): unknown {
  if (typeof resources !== 'object' || resources === null || Array.isArray(resources)) return spoil(resources, random);
  const all = resources as Record<string, any>;
  const name = random.pick(Object.keys(all));
  const { Properties } = all[name] ?? {};
  return { ...all, [name]: typeof Properties === 'object' ? { ...all[name], Properties: spoil(Properties, random) } : spoil(all[name], random) };
}

it(`answers every broken template with an error of AWS or takes it (seed ${seed})`, async () => {
  const random = new Random(seed);
  await using lab = await startLab();
  const outcomes = new Map<string, number>();
  for (let round = 0; round < 600; round++) {
    let template: unknown = whole;
    for (let i = random.below(3); i >= 0; i--) {
      const current = template as Record<string, unknown>;
      const inside = random.below(10) > 0 && typeof current === 'object' && current !== null && 'Resources' in current;
      template = inside ? { ...current, Resources: spoilInside(current.Resources, random) } : spoil(current, random);
    }
    const text = JSON.stringify(template) ?? '';
    const TemplateBody = random.below(10) === 0 ? text.slice(0, random.below(text.length)) : text;
    const StackName = `s${round}`;
    lab.things.existing.clear();
    let outcome = 'made';
    try {
      await lab.cloud.call('cloudformation', 'CreateStack', { StackName, TemplateBody, Capabilities: ['CAPABILITY_AUTO_EXPAND'] });
      await lab.cloud.settled();
      const { Stacks } = await lab.cloud.call('cloudformation', 'DescribeStacks', { StackName });
      outcome = Stacks[0].StackStatus;
      await lab.cloud.call('cloudformation', 'DeleteStack', { StackName });
      await lab.cloud.settled();
    } catch (error) {
      expect(error).toBeInstanceOf(AwsError);
      outcome = (error as AwsError).code;
      expect([outcome, (error as AwsError).message, TemplateBody]).not.toContain('InternalFailure');
    }
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  expect([...outcomes.keys()].filter((outcome) => !['ValidationError', 'NotImplementedException', 'CREATE_COMPLETE', 'ROLLBACK_COMPLETE'].includes(outcome))).toEqual([]);
  for (const outcome of ['ValidationError', 'CREATE_COMPLETE', 'ROLLBACK_COMPLETE']) expect(outcomes.get(outcome)).toBeGreaterThan(5);
  expect(lab.cloud.journal.records().next().done).toBe(false);
  const defects = [...lab.cloud.journal.records()].filter(({ error }) => error?.code === 'InternalFailure');
  expect(defects.map(({ operation, error }) => `${operation}: ${error!.message}`)).toEqual([]);
});

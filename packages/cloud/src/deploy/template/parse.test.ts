import { describe, expect, it } from 'vitest';
import { parseTemplateText } from './parse.js';

describe('short forms', () => {
  it.each([
    ['!Ref Queue', { Ref: 'Queue' }],
    ['!GetAtt Queue.Arn', { 'Fn::GetAtt': ['Queue', 'Arn'] }],
    ['!GetAtt Db.Endpoint.Address', { 'Fn::GetAtt': ['Db', 'Endpoint.Address'] }],
    ['!Sub "${A}-b"', { 'Fn::Sub': '${A}-b' }],
    ['!Sub ["${x}", {x: !Ref A}]', { 'Fn::Sub': ['${x}', { x: { Ref: 'A' } }] }],
    ['!Join ["-", [a, !Ref B]]', { 'Fn::Join': ['-', ['a', { Ref: 'B' }]] }],
    ['!If [Prod, 1, 2]', { 'Fn::If': ['Prod', 1, 2] }],
    ['!Select [0, !GetAZs ""]', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }],
    ['!Condition Prod', { Condition: 'Prod' }],
    ['!And [!Condition A, !Not [!Equals [a, b]]]', { 'Fn::And': [{ Condition: 'A' }, { 'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }] }] }],
  ])('writes out %s', (short, long) => {
    expect(parseTemplateText(`Value: ${short}`)).toEqual({ Value: long });
  });

  it('keeps dates and times as text and knows the booleans of YAML 1.1', () => {
    expect(parseTemplateText('Version: 2012-10-17\nOn: yes\nText: "yes"')).toEqual({ Version: '2012-10-17', On: true, Text: 'yes' });
  });

  it('reads folded blocks and comments', () => {
    expect(parseTemplateText('# hello\nCode: |\n  a\n  b\n')).toEqual({ Code: 'a\nb\n' });
  });
});

describe('what is no template', () => {
  it.each([
    ['{ "Resources": ', 'JSON not well-formed. (line 1, column 16)'],
    ['{\n  "a": 1,\n  "b": tru\n}', 'JSON not well-formed. (line 3, column 8)'],
    ['{\n  "a": 1,\n}', 'JSON not well-formed. (line 3, column 1)'],
    ['{"a": [1 2]}', 'JSON not well-formed. (line 1, column 10)'],
    ['{"a": 1} x', 'JSON not well-formed. (line 1, column 10)'],
    ['a: 1\nb: [1,\nc: 2', 'YAML not well-formed. (line 3, column 1)'],
    ['a: !Unknown x', 'YAML not well-formed. (line 1, column 13)'],
    ['just text', 'unsupported structure.'],
    ['- a\n- b', 'unsupported structure.'],
    ['', 'unsupported structure.'],
    ['a:\n  b:', "[/a/b] 'null' values are not allowed in templates"],
    ['{"a": [null]}', "[/a/0] 'null' values are not allowed in templates"],
    ['a: &x 1\nb: *x', 'YAML aliases are not allowed in CloudFormation templates'],
    ['a:\n  <<: {b: 1}', 'YAML hash merges are not allowed in CloudFormation templates'],
  ])('refuses %j', (text, message) => {
    expect(() => parseTemplateText(text)).toThrow(`Template format error: ${message}`);
  });

  it('refuses what is nested too deep', () => {
    const deep = [`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, `a: ${'['.repeat(20_000)}`, `a: ${'{b: '.repeat(5_000)}1${'}'.repeat(5_000)}`];
    for (const text of deep) expect(() => parseTemplateText(text)).toThrow('Template format error');
  });

  it('takes hostile names for names', () => {
    const parsed = parseTemplateText('{"__proto__": {"x": 1}, "constructor": 2}');
    expect(Object.keys(parsed)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

import { describe, expect, test } from 'vitest';
import { AwsError } from '../../../kernel/errors.js';
import { Random } from '../../../kernel/random.js';
import { parseFilterPattern } from './filterPattern.js';

const line = '[ERROR 400] BAD REQUEST at "/orders" -retry';
const json = JSON.stringify({
  level: 'ERROR',
  latency: 12.5,
  count: '7',
  ok: true,
  gone: null,
  user: { id: 42, 'full name': 'Ada', tags: ['a', 'b'] },
  items: [{ sku: 'x1' }, { sku: 'y2' }],
  'a.b': 1,
});
const access = '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';

test.each<[string, string, boolean]>([
  ['', line, true],
  ['   ', line, true],
  ['ERROR', line, true],
  ['error', line, false],
  ['ERROR REQUEST', line, true],
  ['ERROR WARN', line, false],
  ['"BAD REQUEST"', line, true],
  ['"REQUEST BAD"', line, false],
  ['"at \\"/orders\\""', line, true],
  ['ERROR -REQUEST', line, false],
  ['ERROR -"GOOD REQUEST"', line, true],
  ['-WARN', line, true],
  ['?WARN ?ERROR', line, true],
  ['?WARN ?INFO', line, false],
  ['?WARN ERROR', line, true],
])('terms: %s', (pattern, message, expected) => {
  expect(parseFilterPattern(pattern)(message)).toBe(expected);
});

test.each<[string, boolean]>([
  ['{ $.level = "ERROR" }', true],
  ['{ $.level = ERROR }', true],
  ['{$.level="ERR*"}', true],
  ['{ $.level != "ERROR" }', false],
  ['{ $.level != "WARN" }', true],
  ['{ $.missing != "x" }', false],
  ['{ $.latency > 12 }', true],
  ['{ $.latency <= 1.25e1 }', true],
  ['{ $.latency = 12 }', false],
  ['{ $.count = 7 }', false],
  ['{ $.count = "7" }', true],
  ['{ $.user.id = 42 && $.level = "ERROR" }', true],
  ['{ $.user.id = 43 || $.level = "ERROR" }', true],
  ['{ ($.user.id = 43 || $.level = "ERROR") && ($.latency < 1) }', false],
  ['{ $.user.id = 42 || $.level = "x" && $.latency < 1 }', true],
  ['{ $.user.tags[1] = "b" }', true],
  ['{ $.user.tags[*] = "a" }', true],
  ['{ $.items[*].sku = "y*" }', true],
  ['{ $.items[0].sku = "y*" }', false],
  ['{ $.user["full name"] = "Ada" }', true],
  ["{ $['a.b'] = 1 }", true],
  ['{ $.ok IS TRUE }', true],
  ['{ $.ok IS FALSE }', false],
  ['{ $.gone IS NULL }', true],
  ['{ $.gone EXISTS }', true],
  ['{ $.nothing NOT EXISTS }', true],
  ['{ $.level NOT EXISTS }', false],
  ['{ $.user = "x" }', false],
])('JSON: %s', (pattern, expected) => {
  const filter = parseFilterPattern(pattern);
  expect(filter(json)).toBe(expected);
  expect([filter(line), filter('"text"'), filter('{broken')]).toEqual([false, false, false]);
});

test.each<[string, boolean]>([
  ['[ip, user, username, timestamp, request, status_code, bytes]', true],
  ['[ip, user, username]', false],
  ['[..., status_code, bytes]', true],
  ['[ip, ...]', true],
  ['[ip = 127.0.0.*, ..., status_code = 4*, bytes]', true],
  ['[ip, user, username, timestamp, request = *.html*, status_code = 404, bytes > 1000]', true],
  ['[ip, user, username, timestamp, request = "*.css*", status_code, bytes]', false],
  ['[ip, user, username, timestamp, request, status_code = 4* && status_code != 404, bytes]', false],
  ['[ip, user = Dev || user = Prod, ...]', true],
  ['[ip, user != Dev, ..., bytes <= 1534]', true],
  ['[..., bytes < 1534]', false],
])('fields: %s', (pattern, expected) => {
  expect(parseFilterPattern(pattern)(access)).toBe(expected);
});

describe('what is no pattern', () => {
  test.each(['{ $.a', '{ $.a = }', '{ a = 1 }', '{ $.a = 1 & $.b = 2 }', '{ $.a > "x" }', '{ ($.a = 1 }', '{ $.a IS MAYBE }', '[a, , b]', '[a = ]', '[a', '[..., a, ...]'])(
    '%s',
    (pattern) => {
      expect(() => parseFilterPattern(pattern)).toThrow('Invalid filter pattern');
    },
  );

  test.each(['%ERROR.*%', '{ $.a = %x% }', '[a = %x%]'])('regular expressions say that they are not there: %s', (pattern) => {
    expect(() => parseFilterPattern(pattern)).toThrow('does not implement regular expressions');
  });
});

test('a megabyte of opening brackets is read in one go', () => {
  const filter = parseFilterPattern('[a, b]');
  expect(filter('[ '.repeat(500_000))).toBe(false);
  expect(filter(`${'" [ '.repeat(250_000)}]`)).toBe(true);
});

test('whatever is done to a pattern, it is taken or refused as a pattern', () => {
  const random = new Random(1);
  const sound = ['{ ($.a.b[0] = "x*" && $.c > 1e3) || $["d e"] IS NULL }', '[a = 1*, ..., b != "x" && b < 3]', '?a -"b c" d "e \\" f"'];
  const codes = new Set<string>();
  for (let i = 0; i < 5_000; i++) {
    let text = random.pick(sound);
    for (let n = 0; n <= random.below(3); n++) {
      const at = random.below(text.length + 1);
      text = text.slice(0, at) + random.pick(['', '"', '{', ']', '(', '&', '|', '=', '$', '.', '*', '\\', '%', text.slice(at, at + 3)]) + text.slice(at + random.below(3));
    }
    try {
      const filter = parseFilterPattern(text);
      for (const message of [line, json, access, '']) filter(message);
      codes.add('taken');
    } catch (error) {
      expect(error).toBeInstanceOf(AwsError);
      codes.add((error as AwsError).code);
    }
  }
  expect([...codes].sort()).toEqual(['InvalidParameterException', 'NotImplementedException', 'taken']);
});

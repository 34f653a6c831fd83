import { describe, expect, it } from 'vitest';
import { checkFilters, compileFilters } from './eventFilter.js';

const matches = (pattern: object, record: object) => compileFilters([JSON.stringify(pattern)])(record);

describe('a filter pattern', () => {
  it.each<[object, object, boolean]>([
    [{ body: { city: ['Oslo'] } }, { body: { city: 'Oslo' } }, true],
    [{ body: { city: ['Oslo', 'Rome'] } }, { body: { city: 'Rome' } }, true],
    [{ body: { city: ['Oslo'] } }, { body: { city: 'Rome' } }, false],
    [{ body: { city: ['Oslo'], size: [1] } }, { body: { city: 'Oslo', size: 2 } }, false],
    [{ body: { city: [null] } }, { body: { city: null } }, true],
    [{ body: { city: [''] } }, { body: { city: '' } }, true],
    [{ body: { tags: ['new'] } }, { body: { tags: ['old', 'new'] } }, true],
    [{ body: { city: [{ prefix: 'Os' }] } }, { body: { city: 'Oslo' } }, true],
    [{ body: { city: [{ suffix: 'lo' }] } }, { body: { city: 'Oslo' } }, true],
    [{ body: { city: [{ 'equals-ignore-case': 'OSLO' }] } }, { body: { city: 'Oslo' } }, true],
    [{ body: { city: [{ 'anything-but': ['Oslo'] }] } }, { body: { city: 'Oslo' } }, false],
    [{ body: { city: [{ 'anything-but': ['Oslo'] }] } }, { body: { city: 'Rome' } }, true],
    [{ body: { city: [{ 'anything-but': ['Oslo'] }] } }, { body: {} }, false],
    [{ body: { city: [{ 'anything-but': { prefix: 'O' } }] } }, { body: { city: 'Rome' } }, true],
    [{ body: { n: [{ numeric: ['>', 5, '<=', 10] }] } }, { body: { n: 10 } }, true],
    [{ body: { n: [{ numeric: ['=', 5] }] } }, { body: { n: 5.0 } }, true],
    [{ body: { n: [{ numeric: ['>', 5] }] } }, { body: { n: '6' } }, false],
    [{ body: { n: [{ exists: true }] } }, { body: { n: null } }, true],
    [{ body: { n: [{ exists: false }] } }, { body: {} }, true],
    [{ body: { n: [{ exists: false }] } }, { body: { n: 1 } }, false],
    [{ body: { $or: [{ a: [1] }, { b: [2] }] } }, { body: { b: 2 } }, true],
    [{ body: { $or: [{ a: [1] }, { b: [2] }] } }, { body: { b: 1 } }, false],
    [{ body: { list: { id: [2] } } }, { body: { list: [{ id: 1 }, { id: 2 }] } }, true],
    [{ body: { a: { b: ['c'] } } }, { body: 'text' }, false],
    [{ body: ['plain'] }, { body: 'plain' }, true],
  ])('%j on %j: %s', (pattern, record, expected) => {
    expect(matches(pattern, record)).toBe(expected);
  });

  it('takes a record that any of several takes', () => {
    const takes = compileFilters(['{"body":{"a":[1]}}', '{"body":{"b":[1]}}']);
    expect([takes({ body: { b: 1 } }), takes({ body: { c: 1 } })]).toEqual([true, false]);
  });

  it.each(['', 'x', '[]', '1', '{"a":1}', '{"a":[]}', '{"a":[[1]]}', '{"a":[{"nope":1}]}', '{"a":[{"prefix":1}]}', '{"a":[{"numeric":["!",1]}]}', '{"a":[{"exists":1}]}', '{"$or":[{"a":[1]}]}'])(
    '%s is refused',
    (pattern) => {
      expect(() => compileFilters([pattern])).toThrow('Invalid filter pattern definition.');
    },
  );

  it('is one of at most five', () => {
    expect(() => checkFilters(Array.from({ length: 6 }, () => ({ Pattern: '{"a":[1]}' })))).toThrow('Filters should be less than or equal to 5.');
  });
});

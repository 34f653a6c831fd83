import { describe, expect, it } from 'vitest';
import { compileJsonPath } from './jsonPath.js';

const store = {
  book: [
    { title: 'A', price: 8, author: { name: 'x' } },
    { title: 'B', price: 12.5, isbn: '1' },
    { title: 'C', price: 9 },
  ],
  'odd name': { 'a.b': 1 },
  none: null,
};

const read = (path: string) => compileJsonPath(path)?.read(store);

describe('JSONPath', () => {
  it.each<[string, unknown]>([
    ['$', store],
    ['$.book[0].title', 'A'],
    ['$.book[-1].title', 'C'],
    ["$['odd name']['a.b']", 1],
    ['$.none', null],
    ['$.missing', undefined],
    ['$.missing.deeper', undefined],
    ['$.book[9]', undefined],
    ['$.book.length()', 3],
    ['$.book[*].title', ['A', 'B', 'C']],
    ['$.book[0,2].title', ['A', 'C']],
    ['$.book[1:].title', ['B', 'C']],
    ['$.book[:2].title', ['A', 'B']],
    ['$..title', ['A', 'B', 'C']],
    ['$..name', ['x']],
    ['$.book[?(@.isbn)].title', ['B']],
    ['$.book[?(@.price < 10)].title', ['A', 'C']],
    ["$.book[?(@.author.name == 'x')].price", [8]],
    ['$.book[*].missing', []],
    ['$.constructor', undefined],
  ])('%s', (path, expected) => {
    expect(read(path)).toEqual(expected);
  });

  it.each(['', 'book', '$.', '$.book[', '$.book[x]', '$book', '$.book[?(@.a ~ 1)]'])('refuses %j', (path) => {
    expect(compileJsonPath(path)).toBeUndefined();
  });
});

import { describe, expect, it } from 'vitest';
import type { Attributes, Value } from '../value.js';
import { bindUpdate } from './bindUpdate.js';
import { parsedProjection, parsedUpdate } from './parsed.js';
import { Projector, checkPaths } from './paths.js';
import { Placeholders } from './placeholders.js';
import { applyUpdate, updatedAttributes } from './update.js';

type Values = Record<string, Value>;
const S = (text: string): Value => ({ S: text });
const N = (text: string): Value => ({ N: text });
const L = (...list: Value[]): Value => ({ L: list });

const bind = (text: string, values?: Values, names?: Record<string, string>) => bindUpdate(parsedUpdate(text), new Placeholders(names, values));
const update = (text: string, item: Attributes, values?: Values): Attributes => applyUpdate(bind(text, values), item);

describe('updates', () => {
  it.each<[string, Attributes, Values | undefined, Attributes]>([
    ['SET a = :v', {}, { ':v': S('x') }, { a: S('x') }],
    ['SET a = b, b = a', { a: S('1'), b: S('2') }, undefined, { a: S('2'), b: S('1') }],
    ['SET c = c + :one', { c: N('1') }, { ':one': N('1') }, { c: N('2') }],
    ['SET c = (c - :d)', { c: N('0.3') }, { ':d': N('0.1') }, { c: N('0.2') }],
    ['set c = ((c)-(:d))', { c: N('3') }, { ':d': N('1') }, { c: N('2') }],
    ['SET c = if_not_exists(c, :z) + :one', {}, { ':z': N('0'), ':one': N('1') }, { c: N('1') }],
    ['SET l = list_append(if_not_exists(l, :e), :m)', {}, { ':e': L(), ':m': L(S('x')) }, { l: L(S('x')) }],
    ['SET l = list_append(:m, l)', { l: L(S('a')) }, { ':m': L(S('x')) }, { l: L(S('x'), S('a')) }],
    ['SET l[1] = :v', { l: L(S('a'), S('b')) }, { ':v': S('x') }, { l: L(S('a'), S('x')) }],
    ['SET l[9] = :v, l[7] = :w', { l: L(S('a')) }, { ':v': S('9'), ':w': S('7') }, { l: L(S('a'), S('7'), S('9')) }],
    ['REMOVE l[0], l[2]', { l: L(S('a'), S('b'), S('c'), S('d')) }, undefined, { l: L(S('b'), S('d')) }],
    ['REMOVE l[0] SET l[1] = :v', { l: L(S('a'), S('b')) }, { ':v': S('x') }, { l: L(S('x')) }],
    ['SET m.a.b = :v, m.c = :v', { m: { M: { a: { M: {} }, k: S('k') } } }, { ':v': N('1') }, { m: { M: { a: { M: { b: N('1') } }, k: S('k'), c: N('1') } } }],
    ['REMOVE m.a, gone, m.nothing', { m: { M: { a: S('1'), k: S('k') } } }, undefined, { m: { M: { k: S('k') } } }],
    ['SET l[0].x = :v', { l: L({ M: { x: N('0'), y: N('9') } }) }, { ':v': N('1') }, { l: L({ M: { x: N('1'), y: N('9') } }) }],
    ['ADD n :one, s :t, q :q', { n: N('1.5'), s: { SS: ['a'] } }, { ':one': N('-2'), ':t': { SS: ['a', 'b'] }, ':q': { NS: ['1'] } }, { n: N('-0.5'), s: { SS: ['a', 'b'] }, q: { NS: ['1'] } }],
    ['DELETE s :t, gone :t, whole :a', { s: { SS: ['a', 'b', 'c'] }, whole: { NS: ['1'] } }, { ':t': { SS: ['b', 'z'] }, ':a': { NS: ['1.0'] } }, { s: { SS: ['a', 'c'] } }],
    ['ADD m.tally :one', { m: { M: {} } }, { ':one': N('1') }, { m: { M: { tally: N('1') } } }],
  ])('%s', (text, item, values, expected) => {
    const before = structuredClone(item);
    expect(update(text, item, values)).toEqual(expected);
    expect(item).toEqual(before);
  });

  const invalidPath = 'The document path provided in the update expression is invalid for update';
  const missing = 'The provided expression refers to an attribute that does not exist in the item';
  const wrongType = 'An operand in the update expression has an incorrect data type';
  it.each<[string, Values | undefined, string]>([
    ['SET gone.a = :v', { ':v': N('1') }, invalidPath], ['SET s[0] = :v', { ':v': N('1') }, invalidPath], ['SET l.a = :v', { ':v': N('1') }, invalidPath], ['REMOVE gone.a', undefined, invalidPath],
    ['SET a = gone', undefined, missing], ['SET a = list_append(gone, l)', undefined, missing], ['SET a = gone + :v', { ':v': N('1') }, missing],
    ['SET a = s + :v', { ':v': N('1') }, wrongType], ['SET a = list_append(s, l)', undefined, wrongType], ['ADD s :v', { ':v': N('1') }, wrongType], ['DELETE l :v', { ':v': { SS: ['a'] } }, wrongType],
  ])('%s fails on the item', (text, values, message) => {
    expect(() => update(text, { s: S('a'), l: L() }, values)).toThrow(expect.objectContaining({ code: 'ValidationException', message }));
  });

  it('gives back what was updated, by path', () => {
    const bound = bind('SET a.b = :x, a.c = :y REMOVE d', { ':x': S('x'), ':y': S('y') });
    const before = { a: { M: { b: S('0'), keep: S('k') } }, d: S('d'), e: S('e') };
    expect(updatedAttributes(bound, before)).toEqual({ a: { M: { b: S('0') } }, d: S('d') });
    expect(updatedAttributes(bound, applyUpdate(bound, before))).toEqual({ a: { M: { b: S('x'), c: S('y') } } });
    expect(updatedAttributes(bind('REMOVE zz'), before)).toBeUndefined();
  });
});

describe('what is wrong with an update', () => {
  const fails = (text: string, values?: Values, names?: Record<string, string>) => {
    try {
      bind(text, values, names);
      return '(accepted)';
    } catch (error) {
      expect(error).toMatchObject({ code: 'ValidationException' });
      return (error as Error).message.replace(/^Invalid UpdateExpression: /, '');
    }
  };

  it.each([
    ['INVALID SYNTAX HERE', 'token: "INVALID", near: "INVALID SYNTAX"'], ['ADD hits : incr', 'token: ":", near: "hits : incr"'], ['set a', 'token: "<EOF>", near: "a"'], ['remove a = b', 'token: "=", near: "a = b"'],
    ['set a = b + c + d', 'token: "+", near: "c + d"'], ['set a=set', 'token: "set", near: "=set"'], ['SET a = :v, updated_at', 'token: "<EOF>", near: "updated_at"'], ['set a = (b.c).d + e', 'token: ".", near: ").d"'],
    ['add a b', 'token: "b", near: "a b"'], ['set :a = b', 'token: ":a", near: "set :a ="'], ['SET a = if_not_exists(a, 100)', 'token: "100", near: ", 100)"'], ['set #, = :v', 'token: "#", near: "set #,"'],
  ])('%s', (text, expected) => expect(fails(text)).toBe(`Syntax error; ${expected}`));

  it.each<[string, string, Values?, Record<string, string>?]>([
    ['', 'The expression can not be empty;'],
    ['set #c = :c set abOrt = b', 'Attribute name is a reserved keyword; reserved keyword: abOrt'],
    ['set #c = if_not_exist(:c) set c = d', 'Invalid function name; function: if_not_exist'], ['set a = size(b)', 'The function is not allowed in an update expression; function: size'],
    ['set a = #c set c = :d', 'The "SET" section can only be used once in an update expression;'], ['ADD x :one SET a = :a ADD y :one', 'The "ADD" section can only be used once in an update expression;'],
    ['SET #c = if_not_exists(:c)', 'An expression attribute name used in the document path is not defined; attribute name: #c'],
    ['SET a = if_not_exists(:c)', 'An expression attribute value used in expression is not defined; attribute value: :c'],
    ['set a = ((b + c))', 'The expression has redundant parentheses;'],
    ['set d[1] = a, d.b = a, c[1].a = a, #c = if_not_exists(a)', 'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [c, [1], a], path two: [c]', undefined, { '#c': 'c' }],
    ['remove a.c set a[1] = d', 'Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, c], path two: [a, [1]]'],
    ['set b = list_append(:a, a), c = if_not_exists(a) add a.b :a', 'Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND', { ':a': S('a') }],
    ['delete a.b :a', 'Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND', { ':a': N('1') }],
    ['set a = if_not_exists(c)', 'Incorrect number of operands for operator or function; operator or function: if_not_exists, number of operands: 1'],
    ['set a = if_not_exists(:a, c)', 'Operator or function requires a document path; operator or function: if_not_exists', { ':a': S('a') }],
    ['set a = list_append(a, :b)', 'Incorrect operand type for operator or function; operator or function: list_append, operand type: N', { ':b': N('1') }],
    ['set a = a - :i', 'Incorrect operand type for operator or function; operator or function: -, operand type: M', { ':i': { M: {} } }],
  ])('%s', (text, expected, values, names) => expect(fails(text, values, names)).toBe(expected));
});

describe('projections', () => {
  const project = (text: string, item: Attributes): Attributes => {
    const paths = parsedProjection(text).map((node) => new Placeholders(undefined, undefined).path('ProjectionExpression', node));
    checkPaths('ProjectionExpression', paths);
    return new Projector(paths).project(item);
  };
  const item = { a: S('1'), m: { M: { x: S('x'), y: { M: { z: N('1') } } } }, l: L(S('0'), { M: { k: S('k'), j: S('j') } }, S('2')) };

  it.each<[string, Attributes]>([
    ['a', { a: S('1') }], ['a, gone', { a: S('1') }], ['m.y.z', { m: { M: { y: { M: { z: N('1') } } } } }], ['m.x, m.gone', { m: { M: { x: S('x') } } }],
    ['l[2], l[0]', { l: L(S('0'), S('2')) }], ['l[1].k, l[9]', { l: L({ M: { k: S('k') } }) }], ['gone.x', {}], ['a.x, l.x, m[0]', {}],
  ])('%s', (text, expected) => expect(project(text, item)).toEqual(expected));

  it('refuses paths that meet, and no path', () => {
    expect(() => project('a, a.b', item)).toThrow('Invalid ProjectionExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]');
    expect(() => project('!!!', item)).toThrow('Invalid ProjectionExpression: Syntax error; token: "!", near: "!!"');
  });
});

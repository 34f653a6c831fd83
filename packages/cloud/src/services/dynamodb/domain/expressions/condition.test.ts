import { describe, expect, it } from 'vitest';
import type { Value } from '../value.js';
import { ConditionBinder } from './bindCondition.js';
import { parsedCondition } from './parsed.js';
import { Placeholders } from './placeholders.js';

type Names = Record<string, string>;
type Values = Record<string, Value>;

function holds(text: string, item: Record<string, Value>, values?: Values, names?: Names): boolean {
  const placeholders = new Placeholders(names, values);
  return new ConditionBinder('FilterExpression', placeholders).test(parsedCondition('FilterExpression', text))(item);
}

const S = (text: string): Value => ({ S: text });
const N = (text: string): Value => ({ N: text });

const item: Record<string, Value> = {
  a: S('hello'), n: N('10'), b: { B: new Uint8Array([1, 2, 200]) }, flag: { BOOL: true }, nothing: { NULL: true },
  tags: { SS: ['x', 'y'] }, sizes: { NS: ['1', '2.5'] }, elems: { L: [S('p'), N('1'), { M: { deep: S('q') } }] }, doc: { M: { k: S('v'), n: N('3') } },
};
const values: Values = { ':h': S('hello'), ':l': S('hell'), ':o': S('lo'), ':ten': N('1e1'), ':nine': N('9'), ':x': S('x'), ':true': { BOOL: true }, ':str': S('S'), ':q': S('q') };

describe('conditions', () => {
  it.each([
    ['a = :h', true], ['a <> :h', false], ['a > :l', true], ['n = :ten', true], ['n > :nine', true], ['n BETWEEN :nine AND :ten', true], ['n < :nine', false],
    ['a = :ten', false], ['a > :ten', false], ['a <> :ten', true], ['absent = :h', false], ['absent <> :h', true], ['absent < :h', false],
    ['NOT absent = :h', true], ['attribute_exists(a)', true], ['attribute_not_exists(doc.z)', true], ['attribute_exists(doc.k)', true],
    ['attribute_exists(elems[2].deep)', true], ['attribute_exists(elems[3])', false], ['attribute_exists(a.k)', false], ['elems[2].deep = :q', true],
    ['begins_with(a, :l)', true], ['begins_with(n, :l)', false], ['contains(a, :l)', true], ['contains(tags, :x)', true], ['contains(elems, :q)', false],
    ['attribute_type(a, :str)', true], ['attribute_type(n, :str)', false], ['size(a) < :ten', true], ['size(doc) < :nine', true], ['size(flag) < :nine', false],
    ['a IN (:x, :h)', true], ['a IN (:x)', false], ['absent IN (:x)', false], ['flag = :true', true],
    ['a = :x OR a = :h AND n = :nine', false], ['(a = :x OR a = :h) AND n = :ten', true], ['NOT a = :x AND n = :ten', true], ['NOT (a = :x OR n = :ten)', false],
    ['a=:h', true], ['a\n=\t:h', true], ['a in(:h)', true], ['n between :nine and :ten or a = :x', true], ['(size(a)) < :ten', true], ['(a) = (:h)', true],
    ['hasOwnProperty = :h', false], ['attribute_exists(toString)', false],
  ])('%s is %s', (text, expected) => {
    const used = Object.fromEntries(Object.entries(values).filter(([name]) => new RegExp(`${name}\\b`).test(text)));
    expect(holds(text, item, Object.keys(used).length > 0 ? used : undefined)).toBe(expected);
  });

  it('compares sets in any order and documents deeply', () => {
    expect(holds('tags = :t AND sizes = :s AND doc = :m', item, { ':t': { SS: ['y', 'x'] }, ':s': { NS: ['2.50', '1'] }, ':m': { M: { n: N('3.0'), k: S('v') } } })).toBe(true);
    expect(holds('elems = :l', item, { ':l': { L: [N('1'), S('p'), { M: { deep: S('q') } }] } })).toBe(false);
  });

  it('reaches names that the grammar does not allow through placeholders', () => {
    const odd = { 'a.b-c': S('1'), data: S('2') };
    expect(holds('#o = :one AND #d = :two', odd, { ':one': S('1'), ':two': S('2') }, { '#o': 'a.b-c', '#d': 'data' })).toBe(true);
  });
});

const message = (text: string, given?: Values, names?: Names): string => {
  try {
    holds(text, {}, given, names);
    return '(accepted)';
  } catch (error) {
    expect(error).toMatchObject({ code: 'ValidationException' });
    return (error as Error).message.replace(/^Invalid FilterExpression: /, '');
  }
};

describe('what is wrong with a condition', () => {
  it.each([
    ['things are not gonna be ok', 'token: "are", near: "things are not"'], ['a > 4', 'token: "4", near: "> 4"'], ['attribute_exists(Pictures-RearView)', 'token: "-", near: "Pictures-RearView"'],
    ['a in b', 'token: "b", near: "in b"'], ['a in (b,c,)', 'token: ")", near: ",)"'], ['a > between', 'token: "between", near: "> between"'], ['size(a).b > a', 'token: ".", near: ").b"'],
    ['ü > a', 'token: "ü", near: "ü >"'], ['a = :', 'token: ":", near: "= :"'], ['a = :v1 AND', 'token: "<EOF>", near: "AND"'], ['tenantAgent:abc123-', 'token: ":abc123", near: "tenantAgent:abc123-"'],
    ['#articleId attribute_not_exists :ckpst', 'token: "attribute_not_exists", near: "#articleId attribute_not_exists :ckpst"'], ['a', 'token: "<EOF>", near: "a"'], ['b[:a] > a', 'token: ":a", near: "[:a]"'],
    ['_a = b', 'token: "_", near: "_a"'], ['attribute_not_exists(', 'token: "<EOF>", near: "("'], ['a.:a < b', 'token: ":a", near: ".:a <"'],
  ])('%s', (text, expected) => expect(message(text)).toBe(`Syntax error; ${expected}`));

  it.each([
    ['', 'The expression can not be empty;'],
    ['a=a and a > ((views))', 'The expression has redundant parentheses;'], ['((a = b))', 'The expression has redundant parentheses;'], ['a=a AND ((a=a AND (a=a AND a=a)))', 'The expression has redundant parentheses;'],
    ['a > whatever((:things), ((a)))', 'The expression has redundant parentheses;'],
    ['a=a and whatever((:things)) > a', 'Invalid function name; function: whatever'], ['attRIbute_exIsts((views), #a)', 'Invalid function name; function: attRIbute_exIsts'],
    ['a = list_append(b, c)', 'The function is not allowed in a condition expression; function: list_append'],
    ['a=a and attribute_exists((views), (#a)) > b', 'The function is not allowed to be used this way in an expression; function: attribute_exists'],
    ['size(contains(a, b)) > a', 'The function is not allowed to be used this way in an expression; function: contains'], ['size(things)', 'The function is not allowed to be used this way in an expression; function: size'],
    ['a in (b, attribute_exists(things))', 'The function is not allowed to be used this way in an expression; function: attribute_exists'],
    ['attribute_exists(views, #a)', 'Attribute name is a reserved keyword; reserved keyword: views'], [':a < abOrT', 'Attribute name is a reserved keyword; reserved keyword: abOrT'],
    ['attribute_exists(#Pictures.RearView, :a) and a=a', 'An expression attribute name used in the document path is not defined; attribute name: #Pictures'],
    ['begins_with(:hello, #a, #b)', 'An expression attribute value used in expression is not defined; attribute value: :hello'],
    ['attribute_exists(things, a) and a=a', 'Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2'],
    ['begins_with(things, size(a), b)', 'Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 3'],
    ['a[4294967296] = b', 'List index is not within the allowable range; index: [4294967296]'],
    ['(a=a) OR (a=a)', 'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]'],
    ['contains(ab.bc[1].a, ab.bc[1].a)', 'The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [ab, bc, [1], a]'],
  ])('%s', (text, expected) => expect(message(text)).toBe(expected));

  const wrongType = (operator: string, type: string) => `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`;
  it.each([
    ['begins_with(a, :a)', N('1'), wrongType('begins_with', 'N')], ['attribute_type(a, :a)', N('1'), wrongType('attribute_type', 'N')], ['a < :a', { BOOL: true }, wrongType('<', 'BOOL')],
    ['a BETWEEN :a AND :a', { L: [] }, wrongType('BETWEEN', 'L')], ['size(:a) > a', { BOOL: true }, wrongType('size', 'BOOL')], ['size(size(a)) > :a', N('1'), wrongType('size', 'N')],
    ['contains(:a, b)', N('1'), wrongType('contains', 'N')], ['attribute_exists(:a)', S('1'), 'Operator or function requires a document path; operator or function: attribute_exists'],
    ['attribute_type(a, :a)', S('1'), 'Invalid attribute type name found; type: 1, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}'],
  ] as [string, Value, string][])('%s with %o', (text, value, expected) => expect(message(text, { ':a': value })).toBe(expected));

  it('BETWEEN with its bounds mixed up', () => {
    const between = (low: Value, high: Value) => message('a between :b and :a', { ':a': high, ':b': low });
    expect(between(N('1'), S('a'))).toBe('The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:1}, upper bound operand: AttributeValue: {S:a}');
    expect(between(S('b'), S('a'))).toBe('The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {S:b}, upper bound operand: AttributeValue: {S:a}');
  });

  it('is too long, has too many operators or operands', () => {
    expect(message(`a${'x'.repeat(4096)} = b`)).toBe('Expression size has exceeded the maximum allowed size; expression size: 4101');
    expect(message(Array.from({ length: 151 }, (_, i) => `a${i}=b`).join(' OR '))).toBe('The expression contains too many operators; operator count: 301');
    expect(message(`a IN (${Array.from({ length: 101 }, (_, i) => `b${i}`).join(',')})`)).toBe('The IN operator is provided with too many operands; number of operands: 101');
    expect(message(`${'NOT '.repeat(299)}a = b`)).toMatch(/nesting/);
  });

  it('brings placeholders that are malformed or unused', () => {
    expect(() => new Placeholders({ a: 'a' }, undefined)).toThrow('ExpressionAttributeNames contains invalid key: Syntax error; key: "a"');
    expect(() => new Placeholders({}, undefined)).toThrow('ExpressionAttributeNames must not be empty');
    expect(() => new Placeholders(undefined, { ':b': {} })).toThrow(
      'ExpressionAttributeValues contains invalid value: Supplied AttributeValue is empty, must contain exactly one of the supported datatypes for key :b',
    );
    const unused = new Placeholders({ '#a': 'a' }, { ':b': N('1'), ':c': N('1') });
    expect(() => unused.checkAllUsed()).toThrow('Value provided in ExpressionAttributeNames unused in expressions: keys: {#a}');
    unused.path('FilterExpression', { type: 'path', steps: ['#a'] });
    expect(() => unused.checkAllUsed()).toThrow('Value provided in ExpressionAttributeValues unused in expressions: keys: {:b, :c}');
  });
});

import { Composer, isAlias, isMap, isScalar, isSeq, LineCounter, Parser } from 'yaml';
import type { Node, Tags } from 'yaml';
import { formatError } from '../errors.js';
import { limits } from '../limits.js';
import type { Json, JsonObject } from './json.js';
import { isObject } from './json.js';
import { jsonErrorOffset } from './jsonSyntax.js';

/**
 * The template as plain data, short forms such as `!Ref` written out. JSON where it begins with `{`, YAML otherwise.
 * Throws `Template format error: YAML not well-formed. (line 3, column 5)`.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
 */
export function parseTemplateText(text: string): JsonObject {
  const value = text.trimStart().startsWith('{') ? parseJson(text) : parseYaml(text);
  if (!isObject(value)) throw formatError('unsupported structure.');
  refuseNullsAndDepth(value, []);
  return value;
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // Flow mappings of YAML begin with a brace, too.
    if (/^\s*\{\s*[^"}\s]/.test(text)) return parseYaml(text);
    const { line, column } = position(text, jsonErrorOffset(text));
    throw formatError(`JSON not well-formed. (line ${line}, column ${column})`);
  }
}

function position(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** Tags of YAML 1.1 that CloudFormation does not know: dates stay text. */
const foreignTags = new Set(['timestamp', 'binary', 'omap', 'pairs', 'set', 'merge']);
const withoutForeignTags = (tags: Tags): Tags =>
  tags.filter((tag) => typeof tag === 'string' || !foreignTags.has(tag.tag.slice('tag:yaml.org,2002:'.length)));

function parseYaml(text: string): Json {
  const lines = new LineCounter();
  const fail = (offset: number): never => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    throw formatError(`YAML not well-formed. (line ${Math.max(line, 1)}, column ${Math.max(col, 1)})`);
  };
  // Composing recurses, parsing does not: look how deep the text is first.
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  refuseDeepSyntax(tokens);
  const options = { schema: 'yaml-1.1', customTags: withoutForeignTags, uniqueKeys: false, merge: false, prettyErrors: false, logLevel: 'silent' } as const;
  const [document, second] = [...new Composer(options).compose(tokens, true, text.length)];
  if (!document) return null;
  if (document.errors.length > 0) fail(document.errors[0]!.pos[0]);
  if (second) fail(second.range[0]);
  return document.contents ? plain(document.contents as Node, fail) : null;
}

function refuseDeepSyntax(tokens: readonly unknown[]): void {
  let level = tokens;
  for (let depth = 0; level.length > 0; depth++) {
    // Each level of the template is up to two of syntax: the collection and its item.
    if (depth > 2 * limits.templateDepth) throw tooDeep();
    level = level.flatMap(inside);
  }
}

const tooDeep = (): Error => formatError(`values are nested deeper than ${limits.templateDepth} levels`);

function inside(token: unknown): unknown[] {
  if (typeof token !== 'object' || token === null) return [];
  const { items, key, value } = token as { items?: unknown[]; key?: unknown; value?: unknown };
  return [...(items ?? []), key, value].filter((item) => typeof item === 'object' && item !== null);
}

type Fail = (offset: number) => never;

function plain(node: Node | null, fail: Fail): Json {
  if (node === null) return null;
  if (isAlias(node)) throw formatError('YAML aliases are not allowed in CloudFormation templates');
  const value = content(node, fail);
  const tag = (node as { tag?: string }).tag;
  return tag === undefined || tag.startsWith('tag:yaml.org,2002:') ? value : written(tag, value, () => fail(node.range?.[0] ?? 0));
}

function content(node: Node, fail: Fail): Json {
  if (isScalar(node)) return scalar(node.value);
  if (isSeq(node)) return node.items.map((item) => plain(item as Node | null, fail));
  const out: Record<string, Json> = {};
  if (!isMap(node)) return out;
  for (const { key, value } of node.items) {
    if (!isScalar(key)) fail((key as Node).range?.[0] ?? 0);
    const name = isScalar(key) ? (key.source ?? String(key.value)) : '';
    if (name === '<<') throw formatError('YAML hash merges are not allowed in CloudFormation templates');
    Object.defineProperty(out, name, { value: plain(value as Node | null, fail), enumerable: true, writable: true, configurable: true });
  }
  return out;
}

const scalar = (value: unknown): Json =>
  value === null || typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' ? value : String(value);

const shortForms = new Set([
  'And', 'Base64', 'Cidr', 'Contains', 'EachMemberEquals', 'EachMemberIn', 'Equals', 'FindInMap', 'GetAtt', 'GetAZs', 'If', 'ImportValue',
  'Join', 'Length', 'Not', 'Or', 'RefAll', 'Select', 'Split', 'Sub', 'ToJsonString', 'Transform', 'ValueOf', 'ValueOfAll',
]);

/** `!GetAtt Queue.Arn` in its long form. */
function written(tag: string, value: Json, fail: () => never): Json {
  const name = tag.slice(1);
  if (tag[0] !== '!') return fail();
  if (name === 'Ref' || name === 'Condition') return { [name]: value };
  if (!shortForms.has(name)) return fail();
  if (name !== 'GetAtt' || typeof value !== 'string') return { [`Fn::${name}`]: value };
  const dot = value.indexOf('.');
  return { 'Fn::GetAtt': dot < 0 ? [value] : [value.slice(0, dot), value.slice(dot + 1)] };
}

function refuseNullsAndDepth(value: Json, path: string[]): void {
  if (value === null) throw formatError(`[/${path.join('/')}] 'null' values are not allowed in templates`);
  if (typeof value !== 'object') return;
  if (path.length > limits.templateDepth) throw tooDeep();
  for (const [name, item] of Object.entries(value)) {
    path.push(name);
    refuseNullsAndDepth(item as Json, path);
    path.pop();
  }
}

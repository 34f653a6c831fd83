import type { ConditionContext } from './context.js';

/** Wildcards inside a compiled pattern; private-use characters, so that `${*}` can stand for a plain asterisk. */
const many = '\uE000';
const one = '\uE001';
const manyCode = 0xe000;
const oneCode = 0xe001;

/** A text of a policy with wildcards `*` and `?` and policy variables `${key}`, compiled once. */
export interface Pattern {
  /** As written. */
  readonly source: string;
  /** Wildcards replaced by private-use characters; undefined where variables must be filled in first. */
  readonly compiled: string | undefined;
  readonly wild: boolean;
  readonly pieces: readonly PatternPiece[] | undefined;
}

type PatternPiece = string | { /** As written. */ readonly name: string; readonly key: string; readonly otherwise: string | undefined };

export interface PatternOptions {
  /** Whether `*` and `?` are wildcards. */
  readonly wildcards: boolean;
  /** Whether `${…}` is filled in: policies of version 2012-10-17 only. */
  readonly variables: boolean;
}

const escapes: Readonly<Record<string, string>> = { '*': '*', '?': '?', $: '$' };

const withWildcards = (text: string): string => text.replaceAll('*', many).replaceAll('?', one);

/**
 * Compiles a pattern. `${key}` and `${key, 'default'}` are variables; `${*}`, `${?}` and `${$}` are those characters.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function compilePattern(source: string, options: PatternOptions): Pattern {
  const plain = (text: string): string => (options.wildcards ? withWildcards(text) : text);
  if (!options.variables || !source.includes('${')) return finished(source, plain(source));
  const pieces: PatternPiece[] = [];
  let at = 0;
  for (;;) {
    const start = source.indexOf('${', at);
    const end = start < 0 ? -1 : source.indexOf('}', start);
    if (end < 0) break;
    pieces.push(plain(source.slice(at, start)));
    const inside = source.slice(start + 2, end);
    pieces.push(escapes[inside] ?? variable(inside));
    at = end + 1;
  }
  pieces.push(plain(source.slice(at)));
  if (pieces.every((piece) => typeof piece === 'string')) return finished(source, pieces.join(''));
  return { source, compiled: undefined, wild: true, pieces };
}

const finished = (source: string, compiled: string): Pattern => ({
  source,
  compiled,
  wild: compiled.includes(many) || compiled.includes(one),
  pieces: undefined,
});

function variable(inside: string): PatternPiece {
  const comma = inside.indexOf(',');
  const name = (comma < 0 ? inside : inside.slice(0, comma)).trim();
  if (comma < 0) return { name, key: name.toLowerCase(), otherwise: undefined };
  const quoted = inside.slice(comma + 1).trim();
  const otherwise = quoted.startsWith("'") && quoted.endsWith("'") && quoted.length >= 2 ? quoted.slice(1, -1) : quoted;
  return { name, key: name.toLowerCase(), otherwise };
}

/** The pattern with its variables filled in, or undefined where the request lacks one of them. */
export function resolvePattern(pattern: Pattern, context: ConditionContext): string | undefined {
  if (pattern.compiled !== undefined) return pattern.compiled;
  let out = '';
  for (const piece of pattern.pieces!) {
    if (typeof piece === 'string') {
      out += piece;
      continue;
    }
    const values = context.get(piece.key);
    const value = values?.length === 1 ? values[0] : piece.otherwise;
    if (value === undefined) return undefined;
    out += value;
  }
  return out;
}

/** Names of the variables a pattern needs. */
export const variablesOf = (pattern: Pattern): string[] =>
  (pattern.pieces ?? []).flatMap((piece) => (typeof piece === 'string' ? [] : [piece.name]));

/** Whether the text matches a resolved pattern. Linear in practice: on a mismatch it goes back to the last `*` only. */
export function matches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const code = p < pattern.length ? pattern.charCodeAt(p) : -1;
    if (code === manyCode) {
      star = p++;
      resume = t;
    } else if (code === oneCode || code === text.charCodeAt(t)) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else return false;
  }
  while (p < pattern.length && pattern.charCodeAt(p) === manyCode) p++;
  return p === pattern.length;
}

/**
 * Whether an ARN matches a resolved ARN pattern: each of the first five parts by itself, the resource as a whole.
 * An incomplete pattern stands for one with `*` in every missing part.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function matchesArn(pattern: string, text: string): boolean {
  if (pattern === many) return true;
  let p = 0;
  let t = 0;
  for (let part = 0; part < 5; part++) {
    const patternEnd = pattern.indexOf(':', p);
    const textEnd = text.indexOf(':', t);
    if (textEnd < 0) return patternEnd < 0 && matches(pattern.slice(p), text.slice(t));
    if (patternEnd < 0) return matches(pattern.slice(p), text.slice(t, textEnd)) || pattern.slice(p) === many;
    if (!matches(pattern.slice(p, patternEnd), text.slice(t, textEnd))) return false;
    p = patternEnd + 1;
    t = textEnd + 1;
  }
  return matches(pattern.slice(p), text.slice(t));
}

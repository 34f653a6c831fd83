import { notImplemented } from '../../../kernel/errors.js';
import { invalidParameter } from '../errors.js';

/** `op` are operators and brackets, `text` quoted strings, `word` the rest. */
export interface PatternToken {
  readonly kind: 'op' | 'text' | 'word' | 'end';
  readonly text: string;
}

export const invalidPattern = () => invalidParameter('Invalid filter pattern');

const operatorForm = /&&|\|\||!=|<=|>=|[=<>()]/y;
const spaceForm = /\s*/y;
const textForm = /"((?:[^"\\]|\\.)*)"/y;

/** Reads the inside of a JSON or field pattern. `words` says what a word is made of. */
export class PatternTokens {
  private at = 0;

  constructor(
    private readonly source: string,
    private readonly words: RegExp,
  ) {}

  peek(): PatternToken {
    const before = this.at;
    const token = this.next();
    this.at = before;
    return token;
  }

  next(): PatternToken {
    this.take(spaceForm);
    if (this.at >= this.source.length) return { kind: 'end', text: '' };
    const operator = this.take(operatorForm);
    if (operator) return { kind: 'op', text: operator[0] };
    const quoted = this.take(textForm);
    if (quoted) return { kind: 'text', text: quoted[1]!.replace(/\\(.)/gs, '$1') };
    if (this.source[this.at] === '%') throw notImplemented('regular expressions in CloudWatch Logs filter patterns');
    const word = this.take(this.words);
    if (!word) throw invalidPattern();
    return { kind: 'word', text: word[0] };
  }

  /** The operator, if it is what comes next. */
  accept(operator: string): boolean {
    const token = this.peek();
    if (token.kind !== 'op' || token.text !== operator) return false;
    this.next();
    return true;
  }

  private take(form: RegExp): RegExpExecArray | undefined {
    form.lastIndex = this.at;
    const match = form.exec(this.source);
    if (match) this.at += match[0].length;
    return match ?? undefined;
  }
}

/** A value that a pattern compares with: a number where it looks like one, else a text in which `*` is anything. */
export type Comparand = { readonly number: number } | { readonly glob: readonly string[] };

const numberForm = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

export function comparandOf(token: PatternToken): Comparand {
  if (token.kind !== 'word' && token.kind !== 'text') throw invalidPattern();
  if (token.kind === 'word' && numberForm.test(token.text)) return { number: Number(token.text) };
  return { glob: token.text.split('*') };
}

/** Whether the text is the glob's pieces with anything between them; in time linear in the text for each piece. */
export function matchesGlob(pieces: readonly string[], text: string): boolean {
  const first = pieces[0]!;
  if (pieces.length === 1) return text === first;
  const last = pieces[pieces.length - 1]!;
  const end = text.length - last.length;
  if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found === -1 || found + piece.length > end) return false;
    at = found + piece.length;
  }
  return true;
}

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

export const isComparison = (operator: string): boolean => Object.hasOwn(comparisons, operator);

export const compareNumbers = (operator: string, a: number, b: number): boolean => comparisons[operator]!(a, b);

/** Conditions joined by `&&` and `||`, the former first, with parentheses. */
export function parseBoolean<T>(tokens: PatternTokens, parseOne: () => (value: T) => boolean): (value: T) => boolean {
  const alternatives = [parseAll(tokens, parseOne)];
  while (tokens.accept('||')) alternatives.push(parseAll(tokens, parseOne));
  return alternatives.length === 1 ? alternatives[0]! : (value) => alternatives.some((holds) => holds(value));
}

function parseAll<T>(tokens: PatternTokens, parseOne: () => (value: T) => boolean): (value: T) => boolean {
  const all = [parseTerm(tokens, parseOne)];
  while (tokens.accept('&&')) all.push(parseTerm(tokens, parseOne));
  return all.length === 1 ? all[0]! : (value) => all.every((holds) => holds(value));
}

function parseTerm<T>(tokens: PatternTokens, parseOne: () => (value: T) => boolean): (value: T) => boolean {
  if (!tokens.accept('(')) return parseOne();
  const inner = parseBoolean(tokens, parseOne);
  if (!tokens.accept(')')) throw invalidPattern();
  return inner;
}

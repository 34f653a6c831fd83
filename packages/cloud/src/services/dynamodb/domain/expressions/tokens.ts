import type { AwsError } from '../../../../kernel/errors.js';
import { validation } from '../../errors.js';

/** The parameter that an expression came in: its name is in every message. */
export type ExpressionKind = 'ConditionExpression' | 'FilterExpression' | 'KeyConditionExpression' | 'ProjectionExpression' | 'UpdateExpression';

/**
 * `word`: a name, keyword or function. `name`: `#n`. `value`: `:v`. `index`: digits. `symbol`: an operator or bracket.
 * `other`: a character that no expression has. `end`: behind the last.
 */
export interface Token {
  readonly type: 'word' | 'name' | 'value' | 'index' | 'symbol' | 'other' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isWordPart = (code: number): boolean => isLetter(code) || isDigit(code) || code === 95;
const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

/** Splits an expression. Never fails: what fits nothing is a token of type `other`. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (isSpace(text.charCodeAt(at))) {
      at++;
      continue;
    }
    const token = tokenAt(text, at);
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ type: 'end', text: '<EOF>', start: at, end: at });
  return tokens;
}

function tokenAt(text: string, start: number): Token {
  const code = text.charCodeAt(start);
  if (isLetter(code)) return slice('word', text, start, run(text, start + 1, isWordPart));
  if (isDigit(code)) return slice('index', text, start, run(text, start + 1, isDigit));
  if ((code === 35 || code === 58) && isWordPart(text.charCodeAt(start + 1))) {
    return slice(code === 35 ? 'name' : 'value', text, start, run(text, start + 1, isWordPart));
  }
  const pair = text.slice(start, start + 2);
  if (pair === '<>' || pair === '<=' || pair === '>=') return slice('symbol', text, start, start + 2);
  if ('=<>(),.[]+-'.includes(text[start]!)) return slice('symbol', text, start, start + 1);
  return slice('other', text, start, start + String.fromCodePoint(text.codePointAt(start)!).length);
}

const slice = (type: Token['type'], text: string, start: number, end: number): Token => ({ type, text: text.slice(start, end), start, end });

function run(text: string, from: number, belongs: (code: number) => boolean): number {
  let at = from;
  while (belongs(text.charCodeAt(at))) at++;
  return at;
}

export const invalidExpression = (kind: ExpressionKind, message: string): AwsError => validation(`Invalid ${kind}: ${message}`);

/** A cursor over the tokens of one expression. */
export class TokenReader {
  private readonly tokens: readonly Token[];
  private position = 0;

  constructor(
    private readonly kind: ExpressionKind,
    private readonly text: string,
  ) {
    this.tokens = tokenize(text);
  }

  get current(): Token {
    return this.tokens[this.position]!;
  }

  /** The token behind the current one. */
  get following(): Token {
    return this.tokens[Math.min(this.position + 1, this.tokens.length - 1)]!;
  }

  advance(): Token {
    const token = this.current;
    if (token.type !== 'end') this.position++;
    return token;
  }

  isSymbol(text: string): boolean {
    const { type, text: found } = this.current;
    return type === 'symbol' && found === text;
  }

  /** Keywords are words in any case. */
  isKeyword(word: string): boolean {
    const { type, text } = this.current;
    return type === 'word' && text.length === word.length && text.toUpperCase() === word;
  }

  takeSymbol(text: string): boolean {
    if (!this.isSymbol(text)) return false;
    this.advance();
    return true;
  }

  takeKeyword(word: string): boolean {
    if (!this.isKeyword(word)) return false;
    this.advance();
    return true;
  }

  expectSymbol(text: string): void {
    if (!this.takeSymbol(text)) throw this.unexpected();
  }

  expectEnd(): void {
    if (this.current.type !== 'end') throw this.unexpected();
  }

  /** The current token does not belong here; AWS shows it with its neighbours. */
  unexpected(): AwsError {
    const { current, position, tokens } = this;
    const before = tokens[position - 1] ?? current;
    const after = tokens[position + 1] ?? current;
    const end = current.type === 'end' ? before.end : after.type === 'end' ? current.end : after.end;
    const near = this.text.slice(before.start, end);
    return invalidExpression(this.kind, `Syntax error; token: "${current.text}", near: "${near}"`);
  }
}

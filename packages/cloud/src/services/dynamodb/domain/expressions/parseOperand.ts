import { limits } from '../../limits.js';
import { isReservedWord } from './reservedWords.js';
import type { ExpressionKind } from './tokens.js';
import { TokenReader, invalidExpression } from './tokens.js';
import type { FunctionNode, Operand, PathNode, Step, ValueNode } from './tree.js';

const highestIndex = 2 ** 32 - 1;
const deepestPath = 32;
const deepestParentheses = 200;

const conditionFunctions = new Set(['attribute_exists', 'attribute_not_exists', 'attribute_type', 'begins_with', 'contains', 'size']);
const conditionKeywords = new Set(['AND', 'OR', 'NOT', 'BETWEEN', 'IN']);
const updateKeywords = new Set(['SET', 'REMOVE', 'ADD', 'DELETE']);
const keywordsOf: Partial<Record<ExpressionKind, ReadonlySet<string>>> = { UpdateExpression: updateKeywords, ProjectionExpression: new Set() };
const updateFunctions = new Set(['if_not_exists', 'list_append']);

/** Kinds of fault that are no syntax error, in the order in which AWS reports them. */
const faultOrder = ['parentheses', 'function', 'misuse', 'reserved', 'section', 'index', 'operators'] as const;
type Fault = (typeof faultOrder)[number];

/** What all expressions have in common: paths, values, functions, and the faults that the text alone shows. */
export class ExpressionReader extends TokenReader {
  private readonly faults: Partial<Record<Fault, string>> = {};
  private depth = 0;
  private operators = 0;
  private readonly keywords: ReadonlySet<string>;

  constructor(readonly expressionKind: ExpressionKind, text: string) {
    super(expressionKind, text);
    this.keywords = keywordsOf[expressionKind] ?? conditionKeywords;
  }

  fault(): string | undefined {
    if (this.operators > limits.expressionOperators.value) {
      this.note('operators', `The expression contains too many operators; operator count: ${this.operators}`);
    }
    for (const kind of faultOrder) if (this.faults[kind] !== undefined) return this.faults[kind];
    return undefined;
  }

  note(kind: Fault, message: string): void {
    this.faults[kind] ??= message;
  }

  noteRedundantParentheses(): void {
    this.note('parentheses', 'The expression has redundant parentheses;');
  }

  countOperator(): void {
    this.operators++;
  }

  /** Keeps what is nested in parentheses and functions from exhausting the stack. */
  nested<T>(read: () => T): T {
    if (++this.depth > deepestParentheses) throw invalidExpression(this.expressionKind, 'The expression has too many nesting levels;');
    const result = read();
    this.depth--;
    return result;
  }

  path(): PathNode {
    const steps: Step[] = [this.name()];
    return this.pathFrom(steps);
  }

  /** Goes on with `.name` and `[index]`. */
  pathFrom(steps: Step[]): PathNode {
    for (;;) {
      if (this.takeSymbol('.')) steps.push(this.name());
      else if (this.isSymbol('[')) steps.push(this.index());
      else break;
    }
    if (steps.length > deepestPath) this.note('index', `The document path has too many nesting elements; nesting levels: ${steps.length}`);
    return { type: 'path', steps };
  }

  private name(): string {
    const { type, text } = this.current;
    if ((type !== 'word' && type !== 'name') || this.keywords.has(text.toUpperCase())) throw this.unexpected();
    if (type === 'word' && isReservedWord(text)) this.note('reserved', `Attribute name is a reserved keyword; reserved keyword: ${text}`);
    this.advance();
    return text;
  }

  private index(): number {
    this.advance();
    const { type, text } = this.current;
    if (type !== 'index') throw this.unexpected();
    const index = Number(text);
    if (index > highestIndex) this.note('index', `List index is not within the allowable range; index: [${text}]`);
    this.advance();
    this.expectSymbol(']');
    return index;
  }

  value(): ValueNode {
    const { type, text } = this.current;
    if (type !== 'value') throw this.unexpected();
    this.advance();
    return { type: 'value', name: text };
  }

  isFunctionCall(): boolean {
    const { following } = this;
    const { type, text } = this.current;
    return type === 'word' && following.type === 'symbol' && following.text === '(' && !this.keywords.has(text.toUpperCase());
  }

  /** `name(operand, …)`. */
  call(operand: () => Operand): FunctionNode {
    const name = this.advance().text;
    this.countOperator();
    this.checkName(name);
    this.expectSymbol('(');
    const operands = this.nested(() => this.list(operand));
    this.expectSymbol(')');
    return { type: 'function', name, operands };
  }

  /** One or more, separated by commas. */
  list<T>(read: () => T): T[] {
    const found = [read()];
    while (this.takeSymbol(',')) found.push(read());
    return found;
  }

  private checkName(name: string): void {
    const update = this.expressionKind === 'UpdateExpression';
    if ((update ? updateFunctions : conditionFunctions).has(name)) return;
    if ((update ? conditionFunctions : updateFunctions).has(name)) {
      this.note('function', `The function is not allowed in ${update ? 'an update' : 'a condition'} expression; function: ${name}`);
    } else this.note('function', `Invalid function name; function: ${name}`);
  }
}

/**
 * The part of JSONPath that mapping templates use (Jayway's dialect): names, indices, slices, wildcards, unions, recursive
 * descent, and filters that compare one member with a literal. Compiled once by whoever keeps the result.
 */

/** What a path found; `definite` paths name one place, others give a list. */
export interface JsonPath {
  readonly definite: boolean;
  /** Undefined where a definite path leads nowhere. */
  read(root: unknown): unknown;
}

type Step = (values: unknown[]) => unknown[];

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const childrenOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : isObject(value) ? Object.values(value) : []);

function member(value: unknown, name: string): unknown[] {
  if (isObject(value) && Object.hasOwn(value, name)) return [value[name]];
  return [];
}

function element(value: unknown, index: number): unknown[] {
  if (!Array.isArray(value)) return [];
  const at = index < 0 ? value.length + index : index;
  return at >= 0 && at < value.length ? [value[at]] : [];
}

/** The value and everything below it, in document order. */
function descendants(value: unknown): unknown[] {
  const found: unknown[] = [];
  const pending = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    found.push(next);
    const children = childrenOf(next);
    for (let i = children.length - 1; i >= 0; i--) pending.push(children[i]);
  }
  return found;
}

class Parser {
  private at = 1;
  private definite = true;
  private readonly steps: Step[] = [];

  constructor(private readonly text: string) {}

  parse(): JsonPath | undefined {
    if (!this.text.startsWith('$')) return undefined;
    while (this.at < this.text.length) if (!this.step()) return undefined;
    const { steps, definite } = this;
    return {
      definite,
      read(root) {
        let values: unknown[] = [root];
        for (const step of steps) values = step(values);
        return definite ? values[0] : values;
      },
    };
  }

  private step(): boolean {
    if (this.text.startsWith('..', this.at)) {
      this.at += 2;
      this.definite = false;
      this.steps.push((values) => values.flatMap(descendants));
      return this.text[this.at] === '[' ? this.bracket() : this.name();
    }
    if (this.text[this.at] === '.') {
      this.at++;
      return this.name();
    }
    return this.text[this.at] === '[' ? this.bracket() : false;
  }

  private name(): boolean {
    const [name] = /^[^.[\]()\s'"]+/.exec(this.text.slice(this.at)) ?? [];
    if (!name) return false;
    this.at += name.length;
    if (this.text.startsWith('()', this.at)) return this.aggregate(name);
    if (name === '*') this.each();
    else this.steps.push((values) => values.flatMap((value) => member(value, name)));
    return true;
  }

  private each(): void {
    this.definite = false;
    this.steps.push((values) => values.flatMap(childrenOf));
  }

  /** `$.items.length()`, `.size()`. */
  private aggregate(name: string): boolean {
    if (name !== 'length' && name !== 'size') return false;
    this.at += 2;
    this.steps.push((values) => values.map((value) => (typeof value === 'string' ? value.length : childrenOf(value).length)));
    return true;
  }

  private bracket(): boolean {
    const end = closing(this.text, this.at);
    if (end < 0) return false;
    const inner = this.text.slice(this.at + 1, end).trim();
    this.at = end + 1;
    if (inner === '*') {
      this.each();
      return true;
    }
    if (inner.startsWith('?')) return this.filter(inner);
    const slice = /^(-?\d*):(-?\d*)$/.exec(inner);
    if (slice) return this.slice(slice[1]!, slice[2]!);
    return this.union(inner);
  }

  private slice(from: string, to: string): boolean {
    this.definite = false;
    const start = from === '' ? 0 : Number(from);
    const end = to === '' ? undefined : Number(to);
    this.steps.push((values) => values.flatMap((value) => (Array.isArray(value) ? value.slice(start, end) : [])));
    return true;
  }

  private union(inner: string): boolean {
    const parts = inner.match(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|-?\d+|[^,\s]+/g) ?? [];
    const readers: ((value: unknown) => unknown[])[] = [];
    for (const part of parts) {
      if (/^-?\d+$/.test(part)) readers.push((value) => element(value, Number(part)));
      else if (/^(['"]).*\1$/s.test(part)) {
        const name = part.slice(1, -1).replace(/\\(.)/g, '$1');
        readers.push((value) => member(value, name));
      } else return false;
    }
    if (readers.length === 0) return false;
    if (readers.length > 1) this.definite = false;
    this.steps.push((values) => values.flatMap((value) => readers.flatMap((read) => read(value))));
    return true;
  }

  private filter(inner: string): boolean {
    const test = parseFilter(inner);
    if (!test) return false;
    this.definite = false;
    this.steps.push((values) => values.flatMap((value) => childrenOf(value).filter(test)));
    return true;
  }
}

/** Index of the bracket that closes the one at `open`, outside quotes. */
function closing(text: string, open: number): number {
  let depth = 0;
  let quote = '';
  for (let i = open; i < text.length; i++) {
    const c = text[i]!;
    if (quote) {
      if (c === '\\') i++;
      else if (c === quote) quote = '';
    } else if (c === "'" || c === '"') quote = c;
    else if (c === '[') depth++;
    else if (c === ']' && --depth === 0) return i;
  }
  return -1;
}

const comparisons: Readonly<Record<string, (a: any, b: any) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

const filterForm = /^\?\(\s*@((?:\.[^\s=!<>)]+|\[[^\]]+\])*)\s*(?:(==|!=|<=|>=|<|>)\s*(.+?)\s*)?\)$/s;

/** `?(@.price < 10)`, `?(@.isbn)`. */
function parseFilter(inner: string): ((value: unknown) => boolean) | undefined {
  const parts = filterForm.exec(inner);
  const path = parts && compileJsonPath(`$${parts[1]}`);
  if (!path) return undefined;
  const [, , operator, literal] = parts;
  if (!operator) return (value) => path.read(value) !== undefined;
  const expected = parseLiteral(literal!);
  if (expected === undefined) return undefined;
  const compare = comparisons[operator]!;
  return (value) => {
    const actual = path.read(value);
    return actual === undefined ? operator === '!=' : compare(actual, expected);
  };
}

function parseLiteral(text: string): string | number | boolean | null | undefined {
  if (/^(['"]).*\1$/s.test(text)) return text.slice(1, -1);
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === 'null') return null;
  const number = Number(text);
  return Number.isNaN(number) ? undefined : number;
}

/** Undefined where the text is no path that this reads. */
export const compileJsonPath = (text: string): JsonPath | undefined => new Parser(text.trim()).parse();

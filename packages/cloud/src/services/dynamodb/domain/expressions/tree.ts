/** A step into a document: an attribute's name, a placeholder for one (`#n`), or an index. */
export type Step = string | number;

/** `a.#b[3]`. */
export interface PathNode {
  readonly type: 'path';
  readonly steps: readonly Step[];
}

/** `:v`. */
export interface ValueNode {
  readonly type: 'value';
  readonly name: string;
}

export interface FunctionNode {
  readonly type: 'function';
  readonly name: string;
  readonly operands: readonly Operand[];
}

/** What stands for a value. A function is one only where it gives a value (`size`); that is checked, not parsed. */
export type Operand = PathNode | ValueNode | FunctionNode;

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type Condition =
  | { readonly type: 'compare'; readonly operator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly type: 'between'; readonly operand: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly type: 'in'; readonly operand: Operand; readonly list: readonly Operand[] }
  | { readonly type: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly type: 'not'; readonly condition: Condition }
  | FunctionNode;

/** What a SET assigns. */
export type Assigned = Operand | { readonly type: 'arithmetic'; readonly operator: '+' | '-'; readonly left: Operand; readonly right: Operand };

export type UpdateAction =
  | { readonly type: 'set'; readonly path: PathNode; readonly value: Assigned }
  | { readonly type: 'remove'; readonly path: PathNode }
  | { readonly type: 'add' | 'delete'; readonly path: PathNode; readonly value: ValueNode };

/** What an expression is before its names and values are known: the same for equal texts. */
export interface Parsed<Tree> {
  readonly tree: Tree;
  /** First fault of a kind that the text alone shows; reported after syntax and before names and values. */
  readonly fault: string | undefined;
}

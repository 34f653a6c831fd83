import { ExpressionReader } from './parseOperand.js';
import type { Assigned, Operand, Parsed, PathNode, UpdateAction } from './tree.js';

const sections = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;
type Section = (typeof sections)[number];

/** UpdateExpression: actions in the order in which they are written. */
export function parseUpdate(text: string): Parsed<readonly UpdateAction[]> {
  const reader = new UpdateReader('UpdateExpression', text);
  const tree = reader.sections();
  return { tree, fault: reader.fault() };
}

class UpdateReader extends ExpressionReader {
  sections(): readonly UpdateAction[] {
    const actions: UpdateAction[] = [];
    const seen = new Set<Section>();
    do {
      const section = sections.find((name) => this.isKeyword(name));
      if (section === undefined) throw this.unexpected();
      this.advance();
      if (seen.has(section)) this.note('section', `The "${section}" section can only be used once in an update expression;`);
      seen.add(section);
      actions.push(...this.list(() => this.action(section)));
    } while (this.current.type !== 'end');
    return actions;
  }

  private action(section: Section): UpdateAction {
    const path = this.path();
    if (section === 'REMOVE') return { type: 'remove', path };
    if (section === 'SET') {
      this.expectSymbol('=');
      return { type: 'set', path, value: this.assigned() };
    }
    return { type: section === 'ADD' ? 'add' : 'delete', path, value: this.value() };
  }

  /** `a`, `a + b`, `(a + b)`: one sum at most. */
  private assigned(): Assigned {
    const left = this.term();
    if (left.type === 'arithmetic') return left;
    for (const operator of ['+', '-'] as const) {
      if (!this.takeSymbol(operator)) continue;
      this.countOperator();
      return { type: 'arithmetic', operator, left, right: this.operand() };
    }
    return left;
  }

  private term(): Assigned {
    if (this.takeSymbol('(')) {
      const again = this.isSymbol('(');
      const assigned = this.nested(() => this.assigned());
      if (again && assigned === this.lastParenthesized) this.noteRedundantParentheses();
      this.expectSymbol(')');
      this.lastParenthesized = assigned;
      return assigned;
    }
    if (this.current.type === 'value') return this.value();
    return this.isFunctionCall() ? this.call(() => this.operand()) : this.path();
  }

  /** What the last closing parenthesis closed. */
  private lastParenthesized: Assigned | undefined;

  private operand(): Operand {
    const assigned = this.term();
    if (assigned.type === 'arithmetic') throw this.unexpected();
    return assigned;
  }
}

/** ProjectionExpression: paths in the order in which they are written. */
export function parseProjection(text: string): Parsed<readonly PathNode[]> {
  const reader = new ExpressionReader('ProjectionExpression', text);
  const tree = reader.list(() => reader.path());
  reader.expectEnd();
  return { tree, fault: reader.fault() };
}

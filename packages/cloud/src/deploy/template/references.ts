import type { FunctionCall } from './functions.js';
import { conditionCall, functionCall, getAttParts, subPieces } from './functions.js';
import type { Json, JsonObject } from './json.js';
import { has, isObject } from './json.js';

/** What a value of the template points at. */
export type Reference =
  | { readonly kind: 'ref'; readonly name: string }
  | { readonly kind: 'attribute'; readonly name: string; readonly attribute: string }
  | { readonly kind: 'condition'; readonly name: string }
  | { readonly kind: 'mapping'; readonly name: string }
  | { readonly kind: 'import' };

export interface Walk {
  /** Gives the branch of an `Fn::If` to follow; both where it is left out. */
  readonly condition?: (name: string) => boolean;
  /** Sees every function call. */
  readonly call?: (call: FunctionCall) => void;
  /** `{ Condition: NAME }` is a reference, as in conditions. */
  readonly conditions?: boolean;
}

/** Every reference in a value, in order, repeated where it is repeated. */
export function references(value: Json, walk: Walk = {}): Reference[] {
  const out: Reference[] = [];
  visit(value, walk, out);
  return out;
}

function visit(value: Json, walk: Walk, out: Reference[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (!isObject(value)) {
    for (const item of value) visit(item, walk, out);
    return;
  }
  const call = walk.conditions ? conditionCall(value) : functionCall(value);
  if (call) {
    walk.call?.(call);
    visitCall(call, walk, out);
  } else {
    for (const name in value) visit(value[name]!, walk, out);
  }
}

function visitCall({ name, argument }: FunctionCall, walk: Walk, out: Reference[]): void {
  if (name === 'Ref') out.push({ kind: 'ref', name: String(argument) });
  else if (name === 'Condition') out.push({ kind: 'condition', name: String(argument) });
  else if (name === 'Fn::Sub') visitSub(argument, walk, out);
  else if (name === 'Fn::If') visitIf(argument as readonly Json[], walk, out);
  else if (name === 'Fn::GetAtt') {
    const [logicalId, attribute] = getAttParts(argument);
    out.push({ kind: 'attribute', name: logicalId, attribute: typeof attribute === 'string' ? attribute : '' });
    visit(attribute, walk, out);
  } else {
    if (name === 'Fn::ImportValue') out.push({ kind: 'import' });
    if (name === 'Fn::FindInMap' && Array.isArray(argument) && typeof argument[0] === 'string') out.push({ kind: 'mapping', name: argument[0] });
    visit(argument, walk, out);
  }
}

function visitIf(argument: readonly Json[], walk: Walk, out: Reference[]): void {
  const [name, yes, no] = argument as [string, Json, Json];
  out.push({ kind: 'condition', name });
  if (!walk.condition) {
    visit(yes, walk, out);
    visit(no, walk, out);
  } else {
    visit(walk.condition(name) ? yes : no, walk, out);
  }
}

function visitSub(argument: Json, walk: Walk, out: Reference[]): void {
  const [text, variables] = (typeof argument === 'string' ? [argument, {}] : argument) as [string, JsonObject];
  for (const piece of subPieces(text)) {
    if ('text' in piece || has(variables, piece.name)) continue;
    const dot = piece.name.indexOf('.');
    if (dot < 0) out.push({ kind: 'ref', name: piece.name });
    else out.push({ kind: 'attribute', name: piece.name.slice(0, dot), attribute: piece.name.slice(dot + 1) });
  }
  for (const name in variables) visit(variables[name]!, walk, out);
}

import type { MessageFilter } from './filterPattern.js';
import { PatternTokens, comparandOf, compareNumbers, invalidPattern, isComparison, matchesGlob, parseBoolean } from './patternTokens.js';
import type { Comparand } from './patternTokens.js';

type Condition = (json: unknown) => boolean;
type Step = { readonly name: string } | { readonly index: number } | 'all';

const words = /\$(?:\.\*|\.[A-Za-z0-9_@\-:/]+|\[(?:\d+|\*|"(?:[^"\\]|\\.)*"|'[^']*')\])+|[^\s()&|=<>!"{}]+/y;
const stepForm = /\.(?:(\*)|([A-Za-z0-9_@\-:/]+))|\[(?:(\d+)|(\*)|"((?:[^"\\]|\\.)*)"|'([^']*)')\]/y;

/** `{ ($.level = "ERROR") && ($.latency > 100 || $.user.id NOT EXISTS) }`. A message that is no JSON object never matches. */
export function parseJsonPattern(pattern: string): MessageFilter {
  if (!pattern.endsWith('}')) throw invalidPattern();
  const tokens = new PatternTokens(pattern.slice(1, -1), words);
  const holds = parseBoolean(tokens, () => parseCondition(tokens));
  if (tokens.next().kind !== 'end') throw invalidPattern();
  return (message) => {
    const json = parseObject(message);
    return json !== undefined && holds(json);
  };
}

function parseObject(message: string): object | undefined {
  if (!/^\s*[{[]/.test(message)) return undefined;
  try {
    return JSON.parse(message) as object;
  } catch {
    return undefined;
  }
}

function parseCondition(tokens: PatternTokens): Condition {
  const selector = tokens.next();
  const path = selector.kind === 'word' ? parsePath(selector.text) : undefined;
  if (!path) throw invalidPattern();
  const operator = tokens.next();
  if (operator.kind === 'word') return parseWordCondition(tokens, path, operator.text);
  if (operator.kind !== 'op' || !isComparison(operator.text)) throw invalidPattern();
  const comparand = comparandOf(tokens.next());
  if ('glob' in comparand && operator.text !== '=' && operator.text !== '!=') throw invalidPattern();
  return (json) => valuesAt(json, path).some((value) => compares(value, operator.text, comparand));
}

/** `EXISTS`, `NOT EXISTS`, `IS TRUE`, `IS FALSE`, `IS NULL`. */
function parseWordCondition(tokens: PatternTokens, path: readonly Step[], word: string): Condition {
  if (word === 'EXISTS') return (json) => valuesAt(json, path).length > 0;
  const operand = tokens.next();
  if (word === 'NOT' && operand.text === 'EXISTS') return (json) => valuesAt(json, path).length === 0;
  const literals: Readonly<Record<string, unknown>> = { TRUE: true, FALSE: false, NULL: null };
  if (word !== 'IS' || !Object.hasOwn(literals, operand.text)) throw invalidPattern();
  const wanted = literals[operand.text];
  return (json) => valuesAt(json, path).some((value) => value === wanted);
}

function compares(value: unknown, operator: string, comparand: Comparand): boolean {
  if ('number' in comparand) {
    if (typeof value === 'number') return compareNumbers(operator, value, comparand.number);
    return operator === '!=' && value !== null && typeof value !== 'object';
  }
  if (value === null || typeof value === 'object') return false;
  const equal = matchesGlob(comparand.glob, String(value));
  return operator === '=' ? equal : !equal;
}

function parsePath(text: string): Step[] | undefined {
  if (!text.startsWith('$')) return undefined;
  const steps: Step[] = [];
  stepForm.lastIndex = 1;
  while (stepForm.lastIndex < text.length) {
    const match = stepForm.exec(text);
    if (!match) return undefined;
    const [, anyMember, member, index, anyElement, double, single] = match;
    if (anyMember ?? anyElement) steps.push('all');
    else if (index !== undefined) steps.push({ index: Number(index) });
    else steps.push({ name: member ?? single ?? double!.replace(/\\(.)/gs, '$1') });
  }
  return steps.length > 0 ? steps : undefined;
}

function valuesAt(json: unknown, path: readonly Step[]): unknown[] {
  let found: unknown[] = [json];
  for (const step of path) found = found.flatMap((value) => stepInto(value, step));
  return found;
}

function stepInto(value: unknown, step: Step): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (step === 'all') return Object.values(value);
  const name = 'name' in step ? step.name : String(step.index);
  if (Array.isArray(value) === 'name' in step) return [];
  return Object.hasOwn(value, name) ? [(value as Record<string, unknown>)[name]] : [];
}

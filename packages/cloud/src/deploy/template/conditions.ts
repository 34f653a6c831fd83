import { notImplemented } from '../../kernel/errors.js';
import { templateError, validationError } from '../errors.js';
import { evaluate } from './evaluate.js';
import type { Surroundings } from './evaluate.js';
import { conditionCall, malformedArgument } from './functions.js';
import type { Json } from './json.js';
import { has, isObject, sameValue } from './json.js';
import type { Template } from './model.js';

/** What is known before any resource exists. */
export type EarlySurroundings = Omit<Surroundings, 'condition' | 'reference' | 'attribute' | 'exported'>;

const early = (surroundings: EarlySurroundings, condition: (name: string) => boolean): Surroundings => ({
  ...surroundings,
  condition,
  reference: (name) => { throw templateError(`${name} is a resource and cannot be used before resources exist`); },
  attribute: (name) => { throw templateError(`${name} is a resource and cannot be used before resources exist`); },
  exported: () => { throw templateError('Fn::ImportValue cannot be used in conditions and rules'); },
});

/** Every condition of the template by name. */
export function evaluateConditions(template: Template, surroundings: EarlySurroundings): Record<string, boolean> {
  const known: Record<string, boolean> = {};
  const named = (name: string): boolean => (known[name] ??= truth(template.conditions[name]!, s));
  const s = early(surroundings, named);
  for (const name of Object.keys(template.conditions)) named(name);
  return known;
}

/** Throws where an assertion of a rule that applies does not hold. */
export function checkRules(template: Template, surroundings: EarlySurroundings): void {
  const s = early(surroundings, () => { throw templateError('Conditions cannot be used in rules'); });
  const rules = { ...ruleFunctions(template) };
  const holds = (value: Json): boolean => truth(value, s, rules);
  for (const [name, rule] of Object.entries(template.rules)) {
    if (rule.condition !== undefined && !holds(rule.condition)) continue;
    for (const assertion of rule.assertions) {
      if (!holds(assertion.assert)) throw validationError(assertion.description ?? `Assertion of rule ${name} failed`);
    }
  }
}

type Predicate = (argument: readonly Json[], s: Surroundings) => boolean;
const none: Readonly<Record<string, Predicate>> = {};

function truth(value: Json, s: Surroundings, extra: Readonly<Record<string, Predicate>> = none): boolean {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  const call = isObject(value) ? conditionCall(value) : undefined;
  if (!call) throw templateError('every condition must be a boolean or a function that gives one');
  const { name, argument } = call;
  if (name === 'Condition') return s.condition(String(argument));
  if (!Array.isArray(argument)) throw malformedArgument(name);
  const list = argument as readonly Json[];
  switch (name) {
    case 'Fn::And': return list.every((item) => truth(item, s, extra));
    case 'Fn::Or': return list.some((item) => truth(item, s, extra));
    case 'Fn::Not': return !truth(list[0]!, s, extra);
    case 'Fn::Equals': return sameValue(evaluate(list[0]!, s), evaluate(list[1]!, s));
  }
  if (!has(extra, name)) throw templateError(`${name} gives no boolean`);
  return extra[name]!(list, s);
}

/** Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-rules.html */
function ruleFunctions(template: Template): Readonly<Record<string, Predicate>> {
  const strings = (value: Json, s: Surroundings): string[] => {
    const call = isObject(value) ? conditionCall(value) : undefined;
    if (call?.name === 'Fn::ValueOf' || call?.name === 'Fn::ValueOfAll') throw notImplemented(`the rule function ${call.name}`);
    const found = call?.name === 'Fn::RefAll' ? valuesOfType(template, s, String(call.argument)) : evaluate(value, s);
    return Array.isArray(found) ? found.flat().map(String) : [String(found)];
  };
  return {
    'Fn::Contains': ([list, item], s) => strings(list!, s).includes(strings(item!, s)[0] ?? ''),
    'Fn::EachMemberIn': ([members, list], s) => {
      const allowed = new Set(strings(list!, s));
      return strings(members!, s).every((member) => allowed.has(member));
    },
    'Fn::EachMemberEquals': ([members, item], s) => {
      const wanted = strings(item!, s)[0];
      return strings(members!, s).every((member) => member === wanted);
    },
  };
}

const valuesOfType = (template: Template, s: Surroundings, type: string): string[] =>
  Object.entries(template.parameters)
    .filter(([, declaration]) => declaration.type === type || declaration.type === `List<${type}>`)
    .flatMap(([name]) => s.parameters[name] ?? []);

import { formatError, templateError, validationError } from '../errors.js';
import type { FunctionCall } from './functions.js';
import { checkCall, malformedArgument } from './functions.js';
import { findCycle } from './graph.js';
import type { Json } from './json.js';
import { has, isObject } from './json.js';
import type { Template } from './model.js';
import { pseudoParameters } from './pseudo.js';
import { languageExtensions } from './read.js';
import { references } from './references.js';
import type { Reference } from './references.js';

/**
 * Checks what can be known of a template without its parameters: functions and their arguments, names that nothing
 * declares, circles of dependencies. Throws ValidationError in CloudFormation's words.
 */
export function validateTemplate(template: Template): void {
  const extended = template.transforms.includes(languageExtensions);
  const call = (found: FunctionCall): void => checkCall(found, extended);
  checkConditions(template, call);
  checkRules(template, call);
  checkResources(template, call);
  checkOutputs(template, call);
  checkCircle(template);
}

type OnCall = (call: FunctionCall) => void;

function checkConditions(template: Template, call: OnCall): void {
  const booleans = new Set(['Fn::And', 'Fn::Or', 'Fn::Not', 'Fn::Equals', 'Condition']);
  const graph = new Map<string, string[]>();
  for (const [name, value] of Object.entries(template.conditions)) {
    if (!isObject(value) || !booleans.has(Object.keys(value)[0] ?? '') || Object.keys(value).length !== 1) {
      throw formatError('Conditions can only be boolean operations on parameters and other conditions');
    }
    const found = references(value, { call, conditions: true });
    const foreign = found.filter((reference) => reference.kind === 'ref' && !isParameter(template, reference.name)).map(nameOf);
    if (foreign.length > 0) {
      throw formatError(`Unresolved dependencies [${unique(foreign)}]. Cannot reference resources in the Conditions block of the template`);
    }
    if (found.some((reference) => reference.kind === 'attribute')) throw templateError('Fn::GetAtt cannot be used in the Conditions block');
    checkConditionNames(template, found, 'Conditions');
    graph.set(name, found.filter((reference) => reference.kind === 'condition').map(nameOf));
  }
  const circle = findCycle(graph);
  if (circle) throw formatError(`Found circular condition dependency between ${circle.join(' and ')}`);
}

function checkRules(template: Template, call: OnCall): void {
  for (const [name, rule] of Object.entries(template.rules)) {
    for (const value of [rule.condition, ...rule.assertions.map((assertion) => assertion.assert)]) {
      if (value === undefined) continue;
      const found = references(value, { call });
      const foreign = found.find((reference) => reference.kind === 'attribute' || (reference.kind === 'ref' && !isParameter(template, reference.name)));
      if (foreign) throw formatError(`Rule ${name} references ${nameOf(foreign)}, which is no parameter of the template`);
    }
  }
}

function checkResources(template: Template, call: OnCall): void {
  const unresolved: string[] = [];
  for (const resource of Object.values(template.resources)) {
    const found = references([resource.properties, resource.metadata ?? {}, resource.deletionPolicy ?? '', resource.updateReplacePolicy ?? ''], { call });
    unresolved.push(...undeclared(template, found), ...resource.dependsOn.filter((name) => !has(template.resources, name)));
    checkConditionNames(template, withCondition(found, resource.condition), 'Resources');
    checkImports(template, resource.properties);
  }
  if (unresolved.length > 0) throw unresolvedDependencies(unresolved, 'Resources');
}

function checkOutputs(template: Template, call: OnCall): void {
  const unresolved: string[] = [];
  for (const output of Object.values(template.outputs)) {
    const found = references([output.value, output.exportName ?? ''], { call });
    unresolved.push(...undeclared(template, found));
    checkConditionNames(template, withCondition(found, output.condition), 'Outputs');
    if (output.exportName !== undefined && references(output.exportName).some((reference) => refersToResource(template, reference))) {
      throw templateError('Output export names must not depend on any resources');
    }
  }
  if (unresolved.length > 0) throw unresolvedDependencies(unresolved, 'Outputs');
}

export const unresolvedDependencies = (names: readonly string[], block: string): Error =>
  formatError(`Unresolved resource dependencies [${unique(names)}] in the ${block} block of the template`);

function undeclared(template: Template, found: readonly Reference[]): string[] {
  const lost = found.find((reference) => reference.kind === 'attribute' && !has(template.resources, reference.name));
  if (lost) throw templateError(`instance of Fn::GetAtt references undefined resource ${nameOf(lost)}`);
  const map = found.find((reference) => reference.kind === 'mapping' && !has(template.mappings, reference.name));
  if (map) throw templateError(`Mapping named '${nameOf(map)}' is not present in the 'Mappings' section of template.`);
  return found
    .filter((reference) => reference.kind === 'ref' && !isParameter(template, reference.name) && !has(template.resources, reference.name))
    .map(nameOf);
}

function checkConditionNames(template: Template, found: readonly Reference[], block: string): void {
  const lost = found.find((reference) => reference.kind === 'condition' && !has(template.conditions, reference.name));
  if (lost) throw formatError(`Unresolved condition dependency ${nameOf(lost)} in the ${block} block of the template`);
}

/** Names of exports must be known before anything is created. */
function checkImports(template: Template, value: Json): void {
  references(value, {
    call: ({ name, argument }) => {
      if (name !== 'Fn::ImportValue') return;
      if (typeof argument === 'object' && !isObject(argument)) throw malformedArgument(name);
      const found = references(argument);
      if (found.some((reference) => reference.kind === 'import' || refersToResource(template, reference))) {
        throw templateError('the attribute in Fn::ImportValue must not depend on any resources, imported values, or Fn::GetAZs');
      }
    },
  });
}

/** Whatever the conditions turn out to be: all branches count, as on AWS. */
function checkCircle(template: Template): void {
  const graph = new Map<string, string[]>();
  for (const [name, resource] of Object.entries(template.resources)) {
    const found = references(resource.properties).filter((reference) => refersToResource(template, reference));
    graph.set(name, [...resource.dependsOn, ...found.map(nameOf)]);
  }
  const circle = findCycle(graph);
  if (circle) throw validationError(`Circular dependency between resources: [${circle.join(', ')}]`);
}

const isParameter = (template: Template, name: string): boolean => has(template.parameters, name) || pseudoParameters.has(name);

const refersToResource = (template: Template, reference: Reference): boolean =>
  reference.kind === 'attribute' || (reference.kind === 'ref' && has(template.resources, reference.name));

const withCondition = (found: readonly Reference[], condition: string | undefined): Reference[] =>
  condition === undefined ? [...found] : [{ kind: 'condition', name: condition }, ...found];

const nameOf = (reference: Reference): string => (reference.kind === 'import' ? '' : reference.name);
const unique = (names: readonly string[]): string => [...new Set(names)].join(', ');

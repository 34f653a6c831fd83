import type { Scope } from '../../kernel/identity.js';
import { templateError } from '../errors.js';
import { checkRules, evaluateConditions } from './conditions.js';
import type { EarlySurroundings } from './conditions.js';
import { evaluate } from './evaluate.js';
import { isObject } from './json.js';
import type { Json, JsonObject } from './json.js';
import { expandLoops } from './languageExtensions.js';
import type { DeletionPolicy, Mapping, OutputDeclaration, ParameterDeclaration, ResourceDeclaration, Template } from './model.js';
import { referencedValues } from './parameters.js';
import type { ParameterValue } from './parameters.js';
import { parseTemplateText } from './parse.js';
import { languageExtensions, readTemplate, readTransforms, refuseForeignTransforms } from './read.js';
import { references } from './references.js';
import { checkPolicy } from './resources.js';
import { readMappings, readParameters } from './sections.js';
import { unresolvedDependencies, validateTemplate } from './validate.js';

/** A template before its parameters are known. */
export interface Draft {
  readonly raw: JsonObject;
  readonly transforms: readonly string[];
  readonly parameters: Readonly<Record<string, ParameterDeclaration>>;
  /** Undefined where loops have to be written out first. */
  readonly template: Template | undefined;
}

/** Parses and checks a template. Throws ValidationError, or NotImplementedException for a transform that is missing here. */
export function readDraft(text: string): Draft {
  const raw = parseTemplateText(text);
  const transforms = readTransforms(raw.Transform);
  refuseForeignTransforms(transforms);
  const template = transforms.includes(languageExtensions) ? undefined : readTemplate(raw);
  if (template) validateTemplate(template);
  const parameters = template?.parameters ?? readParameters(isObject(raw.Parameters) ? raw.Parameters : {});
  return { raw, transforms, parameters, template };
}

/** The stack a template is resolved for. */
export interface StackIdentity {
  readonly scope: Scope;
  readonly stackName: string;
  readonly stackId: string;
  readonly notificationArns: readonly string[];
}

export interface PlannedResource extends ResourceDeclaration {
  readonly logicalId: string;
  readonly deletionPolicy: DeletionPolicy;
  readonly updateReplacePolicy: DeletionPolicy;
}

/** A template with its parameters: what there shall be, and in which order. */
export interface Plan {
  readonly template: Template;
  /** As `GetTemplate` shows it after transforms; undefined where there is none. */
  readonly processed: JsonObject | undefined;
  readonly surroundings: EarlySurroundings;
  readonly conditions: Readonly<Record<string, boolean>>;
  /** Those whose condition holds. */
  readonly resources: ReadonlyMap<string, PlannedResource>;
  /** Logical id to the logical ids it waits for. */
  readonly graph: ReadonlyMap<string, readonly string[]>;
  readonly outputs: ReadonlyMap<string, OutputDeclaration>;
}

export function makePlan(draft: Draft, values: readonly ParameterValue[], stack: StackIdentity): Plan {
  const parameters = referencedValues(draft.parameters, values);
  const before = (mappings: Readonly<Record<string, Mapping>>): EarlySurroundings => ({ ...stack, parameters, mappings });
  const processed = draft.template ? undefined : withoutTransform(expandLoops(draft.raw, before(readMappings(section(draft.raw.Mappings)))));
  const template = draft.template ?? readTemplate({ ...processed!, Transform: draft.raw.Transform! });
  if (!draft.template) validateTemplate(template);
  const surroundings = before(template.mappings);
  checkRules(template, surroundings);
  const conditions = evaluateConditions(template, surroundings);
  const holds = (condition: string | undefined): boolean => condition === undefined || conditions[condition]!;
  const resources = new Map<string, PlannedResource>();
  for (const [logicalId, resource] of Object.entries(template.resources)) {
    if (holds(resource.condition)) resources.set(logicalId, { ...resource, logicalId, ...policies(resource, surroundings) });
  }
  const outputs = new Map(Object.entries(template.outputs).filter(([, output]) => holds(output.condition)));
  return { template, processed, surroundings, conditions, resources, outputs, graph: dependencies(template, resources, outputs, conditions) };
}

const section = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

function withoutTransform(raw: JsonObject): JsonObject {
  const { Transform: _, ...rest } = raw;
  return rest;
}

function policies(resource: ResourceDeclaration, surroundings: EarlySurroundings): { deletionPolicy: DeletionPolicy; updateReplacePolicy: DeletionPolicy } {
  const resolve = (attribute: string, value: Json | undefined): DeletionPolicy => {
    if (value === undefined) return 'Delete';
    const unknown = (): never => { throw templateError(`${attribute} must not depend on resources or conditions`); };
    const found = isObject(value) ? evaluate(value, { ...surroundings, condition: unknown, reference: unknown, attribute: unknown, exported: unknown }) : value;
    checkPolicy(attribute, found);
    return found as DeletionPolicy;
  };
  return {
    deletionPolicy: resolve('DeletionPolicy', resource.deletionPolicy),
    updateReplacePolicy: resolve('UpdateReplacePolicy', resource.updateReplacePolicy),
  };
}

function dependencies(
  template: Template,
  resources: ReadonlyMap<string, PlannedResource>,
  outputs: ReadonlyMap<string, OutputDeclaration>,
  conditions: Readonly<Record<string, boolean>>,
): Map<string, string[]> {
  const condition = (name: string): boolean => conditions[name]!;
  const lost = (found: readonly string[]): string[] => found.filter((name) => !resources.has(name));
  const needed = (value: Json): string[] =>
    references(value, { condition }).flatMap((reference) =>
      reference.kind === 'attribute' || (reference.kind === 'ref' && Object.hasOwn(template.resources, reference.name)) ? [reference.name] : [],
    );
  const graph = new Map<string, string[]>();
  const missing: string[] = [];
  for (const [logicalId, resource] of resources) {
    const found = needed(resource.properties);
    missing.push(...lost(found));
    graph.set(logicalId, [...new Set([...found, ...resource.dependsOn.filter((name) => resources.has(name))])]);
  }
  if (missing.length > 0) throw unresolvedDependencies(missing, 'Resources');
  const missingOutputs = [...outputs.values()].flatMap((output) => lost(needed(output.value)));
  if (missingOutputs.length > 0) throw unresolvedDependencies(missingOutputs, 'Outputs');
  return graph;
}

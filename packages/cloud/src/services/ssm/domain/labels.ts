import { parameterVersionLabelLimitExceeded } from '../errors.js';
import { limits } from '../limits.js';
import { labelsOf } from './parameter.js';
import type { Parameter } from './parameter.js';

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-labels.html */
const isValidLabel = (label: string): boolean => /^[a-zA-Z_.-][a-zA-Z0-9_.-]*$/.test(label) && !/^(?:aws|ssm)/i.test(label);

export interface Labelled {
  readonly parameter: Parameter;
  readonly invalid: readonly string[];
}

/** Puts labels on a version, taking them off any other. Throws ParameterVersionLabelLimitExceeded. */
export function withLabels(parameter: Parameter, version: number, wanted: readonly string[]): Labelled {
  const valid = wanted.filter(isValidLabel);
  const labels = { ...parameter.labels, ...Object.fromEntries(valid.map((label) => [label, version])) };
  const labelled = { ...parameter, labels };
  if (labelsOf(labelled, version).length > limits.labelsPerVersion.value) throw parameterVersionLabelLimitExceeded();
  return { parameter: labelled, invalid: wanted.filter((label) => !isValidLabel(label)) };
}

/** Takes labels off a version; those it does not carry are invalid. */
export function withoutLabels(parameter: Parameter, version: number, unwanted: readonly string[]): Labelled & { readonly removed: readonly string[] } {
  const carried = new Set(labelsOf(parameter, version));
  const removed = unwanted.filter((label) => carried.has(label));
  const labels = Object.fromEntries(Object.entries(parameter.labels).filter(([label]) => !removed.includes(label)));
  return { parameter: { ...parameter, labels }, removed, invalid: unwanted.filter((label) => !carried.has(label)) };
}

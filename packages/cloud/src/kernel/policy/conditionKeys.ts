import type { PolicyDocument } from './document.js';
import { variablesOf } from './pattern.js';

/** Names of the context keys that a policy's conditions and variables look at, each once. */
export function conditionKeysOf(document: PolicyDocument): string[] {
  const names = new Map<string, string>();
  const add = (name: string): void => {
    if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  };
  for (const statement of document.statements) {
    for (const condition of statement.conditions) {
      add(condition.keySource);
      for (const value of condition.values) variablesOf(value).forEach(add);
    }
    for (const pattern of statement.resources?.patterns ?? []) variablesOf(pattern).forEach(add);
  }
  return [...names.values()];
}

import type { Pattern } from './pattern.js';

/** A policy, checked and compiled: made by `parsePolicy` only. */
export interface PolicyDocument {
  readonly version: string;
  readonly id: string | undefined;
  readonly statements: readonly Statement[];
}

export interface Statement {
  readonly sid: string | undefined;
  readonly effect: 'Allow' | 'Deny';
  readonly principals: PrincipalElement | undefined;
  readonly actions: Element;
  /** Undefined in trust policies, which have no resource of their own. */
  readonly resources: Element | undefined;
  readonly conditions: readonly Condition[];
}

/** `Action`/`NotAction`, `Resource`/`NotResource`. */
export interface Element {
  /** `NotAction`, `NotResource`: it applies to everything but these. */
  readonly not: boolean;
  readonly patterns: readonly Pattern[];
}

export interface PrincipalElement {
  readonly not: boolean;
  readonly everyone: boolean;
  readonly aws: readonly string[];
  readonly services: readonly string[];
  readonly federated: readonly string[];
  readonly canonicalUsers: readonly string[];
}

export interface Condition {
  readonly operator: Operator;
  readonly quantifier: 'ForAllValues' | 'ForAnyValue' | undefined;
  readonly ifExists: boolean;
  /** In lower case. */
  readonly key: string;
  /** As written. */
  readonly keySource: string;
  readonly values: readonly Pattern[];
}

/** How one condition operator compares. */
export interface Operator {
  readonly name: string;
  readonly negated: boolean;
  /** Compares a value of the request with one of the policy, its variables filled in. */
  readonly test: (actual: string, expected: string) => boolean;
  readonly wildcards: boolean;
  readonly variables: boolean;
}

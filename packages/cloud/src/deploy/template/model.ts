import type { Json, JsonObject } from './json.js';

/** A template whose structure has been checked; functions in it are not resolved yet. */
export interface Template {
  readonly description: string | undefined;
  readonly metadata: JsonObject | undefined;
  readonly transforms: readonly string[];
  readonly parameters: Readonly<Record<string, ParameterDeclaration>>;
  readonly mappings: Readonly<Record<string, Mapping>>;
  readonly conditions: Readonly<Record<string, Json>>;
  readonly rules: Readonly<Record<string, Rule>>;
  readonly resources: Readonly<Record<string, ResourceDeclaration>>;
  readonly outputs: Readonly<Record<string, OutputDeclaration>>;
}

export type Mapping = Readonly<Record<string, Readonly<Record<string, Json>>>>;

export interface ParameterDeclaration {
  readonly type: string;
  readonly description: string | undefined;
  readonly default: string | undefined;
  readonly noEcho: boolean;
  readonly allowedValues: readonly string[] | undefined;
  readonly allowedPattern: string | undefined;
  readonly constraintDescription: string | undefined;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly minValue: number | undefined;
  readonly maxValue: number | undefined;
}

export interface Rule {
  readonly condition: Json | undefined;
  readonly assertions: readonly { readonly assert: Json; readonly description: string | undefined }[];
}

export const deletionPolicies = ['Delete', 'Retain', 'Snapshot', 'RetainExceptOnCreate'] as const;
export type DeletionPolicy = (typeof deletionPolicies)[number];

export interface ResourceDeclaration {
  readonly type: string;
  readonly properties: JsonObject;
  readonly metadata: JsonObject | undefined;
  readonly dependsOn: readonly string[];
  readonly condition: string | undefined;
  readonly deletionPolicy: Json | undefined;
  readonly updateReplacePolicy: Json | undefined;
}

export interface OutputDeclaration {
  readonly value: Json;
  readonly description: string | undefined;
  readonly condition: string | undefined;
  readonly exportName: Json | undefined;
}

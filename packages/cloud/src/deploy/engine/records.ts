import { collection } from '../../kernel/collection.js';
import type { Principal } from '../../kernel/identity.js';
import type { Properties } from '../properties.js';
import type { DeletionPolicy } from '../template/model.js';
import type { ParameterValue } from '../template/parameters.js';

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** A template with all a request says of it: what a stack is to become, or has become. */
export interface Deployment {
  /** Hash of the template's text. */
  readonly template: string;
  readonly description?: string | undefined;
  readonly parameters: readonly ParameterValue[];
  readonly tags: readonly Tag[];
  readonly capabilities: readonly string[];
  readonly notificationArns: readonly string[];
  readonly roleArn?: string | undefined;
}

export interface StackOutput {
  readonly key: string;
  readonly value: string;
  readonly description?: string | undefined;
  readonly exportName?: string | undefined;
}

export type OperationKind = 'CREATE_STACK' | 'UPDATE_STACK' | 'DELETE_STACK' | 'CONTINUE_ROLLBACK' | 'ROLLBACK';

/**
 * What a stack is doing. `forward`: towards the template; `cleanup`: deleting what an update left over; `rollback`: back
 * to the last stable state; `rollbackCleanup`: deleting what the failed update had made; `delete`: all of it.
 */
export type Phase = 'forward' | 'cleanup' | 'rollback' | 'rollbackCleanup' | 'delete';

export interface OperationRecord {
  readonly id: string;
  readonly kind: OperationKind;
  readonly phase: Phase;
  /** In whose name resources are made. */
  readonly principal: Principal;
  readonly token?: string | undefined;
  /** Nothing new is begun any more. */
  readonly cancelled?: 'failure' | 'user' | 'timeout' | undefined;
  readonly onFailure: 'ROLLBACK' | 'DO_NOTHING' | 'DELETE';
  readonly retainExceptOnCreate?: boolean | undefined;
  /** The stack is deleted as soon as this has come to rest. */
  readonly deleteAfter?: { readonly principal: Principal; readonly token?: string | undefined; readonly retain?: readonly string[] | undefined } | undefined;
  /** Of a failed deletion: leave these as they are. */
  readonly retain?: readonly string[] | undefined;
  /** Of a rollback that is continued: take these as they are. */
  readonly skip?: readonly string[] | undefined;
}

export interface StackRecord {
  readonly stackId: string;
  readonly stackName: string;
  readonly status: string;
  readonly statusReason?: string | undefined;
  /** What it is again where its deletion is refused. */
  readonly statusBeforeDeletion?: string | undefined;
  readonly createdAtMs: number;
  readonly updatedAtMs?: number | undefined;
  readonly deletedAtMs?: number | undefined;
  /** What it is, or is becoming. Undefined while only a change set describes it. */
  readonly deployment?: Deployment | undefined;
  /** What a rollback goes back to. Undefined until it was first complete. */
  readonly stable?: Deployment | undefined;
  readonly outputs: readonly StackOutput[];
  /** Names of the exports its resources use. */
  readonly imports: readonly string[];
  readonly onFailure: OperationRecord['onFailure'];
  readonly timeoutMinutes?: number | undefined;
  readonly terminationProtection: boolean;
  readonly retainExceptOnCreate?: boolean | undefined;
  readonly parentId?: string | undefined;
  readonly rootId?: string | undefined;
  readonly changeSetId?: string | undefined;
  /** Token of the request that created it: the same again answers the same. */
  readonly createToken?: string | undefined;
  readonly operation?: OperationRecord | undefined;
  readonly lastOperations: readonly { readonly kind: OperationKind; readonly id: string }[];
  readonly eventCount: number;
  readonly lastEventMs?: number | undefined;
}

/** A physical resource as it was made. Properties as resolved, dynamic references still in them. */
export interface Made {
  readonly type: string;
  readonly physicalId: string;
  readonly properties: Properties;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** One attempt at a resource; what makes it repeatable after a crash. */
export interface Step {
  readonly operationId: string;
  readonly action: 'create' | 'update' | 'replace' | 'delete' | 'revert';
  readonly token: string;
  /** End of the physical name. */
  readonly suffix: string;
  /** The properties it tries. */
  readonly properties: Properties;
  /** Whether the resource type has been asked to do it. */
  readonly asked: boolean;
}

export interface ResourceRecord {
  readonly logicalId: string;
  readonly type: string;
  readonly status: string;
  readonly statusReason?: string | undefined;
  readonly changedAtMs: number;
  /** What there is now. */
  readonly made?: Made | undefined;
  /** Physical id known before the resource is complete. */
  readonly startedId?: string | undefined;
  /** The event that tells it has been written. */
  readonly announced?: boolean | undefined;
  readonly dependsOn: readonly string[];
  readonly deletionPolicy: DeletionPolicy;
  readonly updateReplacePolicy: DeletionPolicy;
  readonly metadata?: string | undefined;
  readonly step?: Step | undefined;
  /** What the running update found: made then, `none` where it was not there. */
  readonly before?: Before | 'none' | undefined;
  /** Physical resources to be deleted once the stack has reached its goal. */
  readonly discarded?: readonly Made[] | undefined;
}

export interface Before {
  readonly made: Made;
  readonly dependsOn: readonly string[];
  readonly deletionPolicy: DeletionPolicy;
  readonly updateReplacePolicy: DeletionPolicy;
  readonly metadata?: string | undefined;
}

export interface EventRecord {
  readonly id: string;
  readonly atMs: number;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string | undefined;
  readonly properties?: Properties | undefined;
  readonly token?: string | undefined;
  readonly operationId?: string | undefined;
}

export interface ExportRecord {
  readonly name: string;
  readonly value: string;
  readonly stackId: string;
  readonly stackName: string;
}

/** By stack id. */
export const stacks = collection<StackRecord>('cloudformation.stacks');
/** Stack name to the id of the stack that has it now. */
export const stackNames = collection<string>('cloudformation.stackNames');
/** By stack id and logical id. */
export const resources = collection<ResourceRecord>('cloudformation.resources');
/** By stack id and number. */
export const events = collection<EventRecord>('cloudformation.events');
/** By export name. */
export const exports_ = collection<ExportRecord>('cloudformation.exports');
/** By export name and importing stack's id; holds the stack's name. */
export const imports = collection<string>('cloudformation.imports');

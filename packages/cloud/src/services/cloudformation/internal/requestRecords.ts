import { collection } from '../../../kernel/collection.js';
import { defineFacility } from '../../../kernel/facility.js';
import type { Flow } from '../../../kernel/service.js';

/** A URL that was handed out, and what has been put to it. */
export interface ResponseRecord {
  /** Who waits: a resource of a stack. Undefined while nobody does. */
  readonly waiter?: { readonly stackId: string; readonly logicalId: string } | undefined;
  readonly deadlineMs?: number | undefined;
  readonly requestId: string;
  /** The request has left. */
  readonly sent: boolean;
  /** Only the first counts for a custom resource. */
  readonly bodies: readonly string[];
  /** A wait condition's handle takes many. */
  readonly many: boolean;
}

/** By token. */
export const responses = collection<ResponseRecord>('cloudformation.responses');

const endpoint = defineFacility<{ url(): Promise<string> }>({
  name: 'cloudformation.endpoint',
  start: (environment) => ({ url: () => environment.endpoint() }),
});

/** Where a function or an instance puts its answer. */
export async function responseUrl(flow: Flow, token: string): Promise<string> {
  const base = await flow.facility(endpoint).url();
  return `${base}/_terrella/cfn-response/${flow.scope.account}/${flow.scope.region}/${token}`;
}

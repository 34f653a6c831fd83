import type { Flow } from '../../../kernel/service.js';
import type { CompiledMethod } from './compiled.js';
import { textOf } from './execution.js';
import type { Answer, Execution } from './execution.js';
import { integrationAnswer } from './integrationAnswer.js';
import { invokeFunction } from './lambdaCall.js';
import { mappedRequest } from './parameters.js';
import { integrationBody } from './requestBody.js';

function errorMessage(payload: string): string {
  try {
    const { errorMessage: message } = JSON.parse(payload) as { errorMessage?: unknown };
    return typeof message === 'string' ? message : '';
  } catch {
    return '';
  }
}

/** A function behind templates: its error message chooses the response. */
export async function executeLambdaCustom(flow: Flow, execution: Execution, method: CompiledMethod): Promise<Answer> {
  const event = textOf(integrationBody(execution, method).body);
  const asynchronous = mappedRequest(execution, method).headers.get('x-amz-invocation-type') === 'Event';
  const { payload, failed } = await invokeFunction(flow, execution, method, event || '{}', asynchronous);
  return integrationAnswer(execution, method, { selector: failed ? errorMessage(payload) : undefined, headers: {}, body: payload });
}

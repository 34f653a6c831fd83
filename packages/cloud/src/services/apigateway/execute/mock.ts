import type { CompiledMethod } from './compiled.js';
import { textOf } from './execution.js';
import type { Answer, Execution } from './execution.js';
import { misconfigured } from './failure.js';
import { integrationAnswer } from './integrationAnswer.js';
import { integrationBody } from './requestBody.js';

/** Templates need not be strict JSON: `{ statusCode: 204 }` will do, as the CDK writes it. */
const statusForm = /["']?statusCode["']?\s*:\s*["']?(\d{3})["']?/;

/** Answers without calling anything: the request template says with which status. */
export function executeMock(execution: Execution, method: CompiledMethod): Answer {
  const status = statusForm.exec(textOf(integrationBody(execution, method).body))?.[1];
  if (status === undefined) throw misconfigured();
  execution.integrationStatus = Number(status);
  return integrationAnswer(execution, method, { selector: status, headers: {}, body: '' });
}

import { defineFacility } from '../../../kernel/facility.js';
import type { Flow, Task } from '../../../kernel/service.js';
import { endpointTimedOut } from './failure.js';

/** Calls that wait for an integration, by the token of their timer. Nothing of them survives the process. */
const waiting = defineFacility<Map<string, () => void>>({ name: 'apigateway.waiting', start: () => new Map() });

/** The task behind the timer: whoever still waits stops waiting. */
export const integrationTimeout: Task<string> = (token, ctx) => {
  ctx.facility(waiting).get(token)?.();
};

/**
 * The call's result, or a failure once `timeoutMs` of the cloud's time have passed. The timer is a scheduled task, so that
 * virtual time moves it too. Whoever does the work is told to give up.
 */
export async function withinTimeout<T>(flow: Flow, token: string, timeoutMs: number, work: (aborted: AbortSignal) => Promise<T>): Promise<T> {
  const calls = flow.facility(waiting);
  const timer = flow.transact((ctx) => ctx.schedule('integrationTimeout', ctx.now + timeoutMs, token));
  try {
    const controller = new AbortController();
    const timedOut = new Promise<never>((_resolve, reject) => {
      calls.set(token, () => {
        reject(endpointTimedOut());
        controller.abort();
      });
    });
    const result = work(controller.signal);
    result.catch(() => undefined);
    return await Promise.race([result, timedOut]);
  } finally {
    calls.delete(token);
    flow.transact((ctx) => ctx.cancel(timer));
  }
}

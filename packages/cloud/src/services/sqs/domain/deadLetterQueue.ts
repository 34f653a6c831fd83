import type { Context } from '../../../kernel/service.js';
import { queueByArn } from './queue.js';
import type { Queue } from './queue.js';
import { checkRedriveTarget } from './redrive.js';
import type { RedrivePolicy } from './redrive.js';

/** Throws InvalidParameterValue unless the policy's dead-letter queue is there and may serve this queue. */
export function checkDeadLetterQueue(ctx: Context, queue: Queue, policy: RedrivePolicy): void {
  const target = queueByArn(ctx, policy.deadLetterTargetArn);
  checkRedriveTarget(policy, queue, target && { fifo: target.fifo, allowPolicy: target.settings.redriveAllowPolicy });
}

import { waitTopic } from '../../../deploy/engine/run.js';
import { AwsError } from '../../../kernel/errors.js';
import { operation } from '../../../kernel/service.js';
import { responses } from './requestRecords.js';

/** What was put to a URL handed out by a custom resource's event or a wait condition's handle. */
export const signalCustomResource = operation<{ token: string; body: string }, object>({
  access: () => [],
  run({ token, body }, ctx) {
    const record = ctx.table(responses).get(token);
    if (!record) throw new AwsError('AccessDenied', 'Request has expired', { statusCode: 403 });
    if (record.many || record.bodies.length === 0) ctx.table(responses).put(token, { ...record, bodies: [...record.bodies, body] });
    if (record.waiter) ctx.signal(waitTopic(record.waiter.stackId, record.waiter.logicalId));
    return {};
  },
});

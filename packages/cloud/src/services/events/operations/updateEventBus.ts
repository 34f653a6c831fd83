import type { UpdateEventBusCommandInput, UpdateEventBusCommandOutput } from '@aws-sdk/client-eventbridge';
import { operation } from '../../../kernel/service.js';
import { arnOfBus, busAddress, getBus, putBus } from '../domain/bus.js';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_UpdateEventBus.html */
export const updateEventBus = operation<UpdateEventBusCommandInput, UpdateEventBusCommandOutput>({
  resource: ({ Name }, scope) => arnOfBus(Name, scope),
  unsupported: ['KmsKeyIdentifier', 'DeadLetterConfig', 'LogConfig'],
  run({ Name, Description }, ctx) {
    const bus = getBus(ctx, busAddress(Name, ctx.scope));
    const { description: _old, ...rest } = bus;
    putBus(ctx, ctx.scope, { ...rest, ...(Description !== undefined && { description: Description }) });
    return { Arn: bus.arn, Name: bus.name, Description };
  },
});

import type { CreateEventBusCommandInput, CreateEventBusCommandOutput } from '@aws-sdk/client-eventbridge';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { busArn, buses, defaultBus, findBus, putBus } from '../domain/bus.js';
import { withTags } from '../domain/tags.js';
import { busExists, tooMany, validation } from '../errors.js';
import { limits } from '../limits.js';

function customBuses(ctx: Context): number {
  let count = 0;
  for (const [name] of ctx.table(buses).range()) if (name !== defaultBus) count++;
  return count;
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateEventBus.html */
export const createEventBus = operation<CreateEventBusCommandInput, CreateEventBusCommandOutput>({
  resource: ({ Name }, scope) => busArn(scope, Name!),
  unsupported: ['EventSourceName', 'KmsKeyIdentifier', 'DeadLetterConfig', 'LogConfig'],
  run({ Name, Description, Tags }, ctx) {
    const name = Name!;
    if (name.includes('/')) throw validation("Event bus name must not contain '/'.");
    if (findBus(ctx, { scope: ctx.scope, name })) throw busExists(name);
    if (customBuses(ctx) >= limits.eventBuses.value - 1) throw tooMany();
    const arn = busArn(ctx.scope, name);
    putBus(ctx, ctx.scope, { name, arn, tags: withTags({}, Tags), ...(Description !== undefined && { description: Description }) });
    return { EventBusArn: arn, Description };
  },
});

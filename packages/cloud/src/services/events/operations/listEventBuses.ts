import type { ListEventBusesCommandInput, ListEventBusesCommandOutput } from '@aws-sdk/client-eventbridge';
import { operation } from '../../../kernel/service.js';
import type { EventBus as SdkEventBus } from '@aws-sdk/client-eventbridge';
import type { Context } from '../../../kernel/service.js';
import { buses, defaultBus, getBus } from '../domain/bus.js';
import type { EventBus } from '../domain/bus.js';
import { page } from '../domain/paging.js';

/** By name, the default bus among them. */
function busesNamed(ctx: Context, prefix: string): EventBus[] {
  const found = [...ctx.table(buses).range({ prefix })].map(([, bus]) => bus);
  if (!defaultBus.startsWith(prefix) || found.some(({ name }) => name === defaultBus)) return found;
  const all = [...found, getBus(ctx, { scope: ctx.scope, name: defaultBus })];
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}

const described = (bus: EventBus): SdkEventBus => ({
  Name: bus.name,
  Arn: bus.arn,
  Description: bus.description,
  Policy: bus.policy,
  CreationTime: bus.createdAtMs === undefined ? undefined : new Date(bus.createdAtMs),
  LastModifiedTime: bus.modifiedAtMs === undefined ? undefined : new Date(bus.modifiedAtMs),
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListEventBuses.html */
export const listEventBuses = operation<ListEventBusesCommandInput, ListEventBusesCommandOutput>({
  run({ NamePrefix, Limit, NextToken }, ctx) {
    const { items, NextToken: next } = page(busesNamed(ctx, NamePrefix ?? ''), ({ name }) => name, { Limit, NextToken });
    return { EventBuses: items.map(described), NextToken: next };
  },
});

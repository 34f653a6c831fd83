import type { PropertyShape, ResourceContext } from '../../../kernel/resourceType.js';
import type { HolderKind } from '../domain/records.js';
import { Holding } from './holding.js';

/** The properties with which a policy names who gets it. */
export interface AttachProperties {
  readonly Roles?: readonly string[];
  readonly Users?: readonly string[];
  readonly Groups?: readonly string[];
}

export const attachShapes: Readonly<Record<keyof AttachProperties, PropertyShape>> = { Roles: ['string'], Users: ['string'], Groups: ['string'] };

const kinds: readonly (readonly [keyof AttachProperties, HolderKind])[] = [
  ['Roles', 'role'],
  ['Users', 'user'],
  ['Groups', 'group'],
];

/** Does something to each named role, user and group. */
export async function forEachHolder(names: AttachProperties, context: ResourceContext, body: (holding: Holding) => Promise<void>): Promise<void> {
  for (const [property, kind] of kinds) {
    for (const name of names[property] ?? []) await body(new Holding(context, kind, name));
  }
}

/** Those that `previous` names and `next` does not. */
export const droppedHolders = (next: AttachProperties, previous: AttachProperties): AttachProperties =>
  Object.fromEntries(kinds.map(([property]) => [property, (previous[property] ?? []).filter((name) => !next[property]?.includes(name))]));

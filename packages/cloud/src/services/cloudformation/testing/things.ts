import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { Cloud } from '../../../index.js';
import type { CloudOptions } from '../../../index.js';
import { AwsError } from '../../../kernel/errors.js';
import { resourceType } from '../../../kernel/resourceType.js';
import type { ResourceContext, ResourceType } from '../../../kernel/resourceType.js';
import { resourceTypes } from '../../../kernel/resourceTypes.js';
import { registry } from '../../../serviceRegistry.js';

interface Thing {
  readonly Name?: string;
  readonly Size?: number;
  readonly Fixed?: string;
  /** `create`, `update` or `delete`: what fails. */
  readonly Fail?: string;
  /** Seconds that creation takes. */
  readonly Slow?: number;
}

/**
 * A world of things for the engine to make: what there is, and everything that was done to it. `Test::Thing::Plain`
 * can be changed in place but for `Fixed`; `Test::Thing::Rigid` cannot be changed.
 */
export class Things {
  readonly existing = new Map<string, Thing>();
  readonly log: string[] = [];
  /** While true, everything that is asked to fail does. */
  failing = true;

  private readonly plain: ResourceType = resourceType({
    type: 'Test::Thing::Plain',
    properties: { Name: 'string', Size: 'integer', Fixed: 'string', Fail: 'string', Slow: 'integer', Tags: [{ properties: { Key: 'string', Value: 'string' } }], Links: ['string'] },
    unsupported: ['Exotic'],
    createOnly: ['Fixed', 'Name'],
    create: async (properties: Thing, context) => {
      if (properties.Slow) await context.sleep(context.now() + properties.Slow * 1_000);
      this.check('create', properties, context);
      const id = properties.Name ?? context.physicalName();
      if (properties.Name !== undefined && this.existing.has(id)) throw new AwsError('ThingAlreadyExistsException', `Thing ${id} exists`);
      this.existing.set(id, properties);
      this.log.push(`create ${context.logicalId}`);
      return { physicalId: id, attributes: this.attributes(id, properties) };
    },
    update: async (id, properties: Thing, _previous, context) => {
      this.check('update', properties, context);
      this.existing.set(id, properties);
      this.log.push(`update ${context.logicalId}`);
      return { physicalId: id, attributes: this.attributes(id, properties) };
    },
    delete: async (id, properties: Thing, context) => {
      this.check('delete', properties, context);
      this.existing.delete(id);
      this.log.push(`delete ${context.logicalId}`);
    },
  });

  private readonly rigid: ResourceType = (({ update: _update, ...rest }) => ({ ...rest, type: 'Test::Thing::Rigid' }))(this.plain);

  find(type: string): ResourceType | undefined {
    return type === this.plain.type ? this.plain : type === this.rigid.type ? this.rigid : undefined;
  }

  private attributes(id: string, { Size = 0 }: Thing): Record<string, unknown> {
    return { Arn: `arn:thing:${id}`, Size, 'Deep.Name': id };
  }

  private check(step: string, properties: Thing, context: ResourceContext): void {
    if (this.failing && properties.Fail === step) throw new AwsError('ThingBrokenException', `${context.logicalId} cannot ${step}`);
  }
}

export interface Lab extends AsyncDisposable {
  readonly cloud: Cloud;
  readonly things: Things;
  readonly client: CloudFormationClient;
}

/** A cloud that knows things, beside its own types. */
export async function startLab(options: CloudOptions = { clock: 'virtual' }): Promise<Lab> {
  const cloud = await Cloud.start(options);
  const things = new Things();
  provide(cloud, things);
  return { cloud, things, client: cloud.client(CloudFormationClient), [Symbol.asyncDispose]: () => cloud.close() };
}

export function provide(cloud: Cloud, things: Things): void {
  cloud.kernel.provide(resourceTypes, { find: async (type) => things.find(type) ?? registry.find(type) });
}

export const thing = (properties: object = {}, more: object = {}): object => ({ Type: 'Test::Thing::Plain', Properties: properties, ...more });
export const template = (resources: object, more: object = {}): string => JSON.stringify({ Resources: resources, ...more });

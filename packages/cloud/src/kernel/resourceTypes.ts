import { defineFacility } from './facility.js';
import type { Facility } from './facility.js';
import type { ResourceType } from './resourceType.js';

export interface ResourceTypeRegistry {
  /** Loads the owning service on first use; undefined where no service has the type. */
  find(type: string): Promise<ResourceType | undefined>;
}

/** Every service's CloudFormation types. The cloud provides it at start. */
export const resourceTypes: Facility<ResourceTypeRegistry> = defineFacility<ResourceTypeRegistry>({
  name: 'resourceTypes',
  start: () => {
    throw new Error('The cloud provides the resource types when it starts');
  },
});

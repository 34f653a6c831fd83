import type { ResourceType } from '../../kernel/resourceType.js';
import { resourceTypes as registry } from '../../kernel/resourceTypes.js';
import type { Flow } from '../../kernel/service.js';
import type { FindType } from '../../deploy/engine/run.js';
import { isCustomType } from '../../deploy/properties.js';
import { customResource } from './types/customResource.js';
import { cdkMetadata } from './types/cdkMetadata.js';

/** Finds a type wherever it lives; each is asked for once in a flow. */
export function typeFinder(flow: Pick<Flow, 'facility'>): FindType {
  const found = new Map<string, Promise<ResourceType | undefined>>();
  const find = async (type: string): Promise<ResourceType | undefined> => {
    if (isCustomType(type)) return customResource;
    if (type === cdkMetadata.type) return cdkMetadata;
    return flow.facility(registry).find(type);
  };
  return (type) => {
    let promise = found.get(type);
    if (!promise) found.set(type, (promise = find(type)));
    return promise;
  };
}

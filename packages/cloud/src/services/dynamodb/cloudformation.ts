import type { ResourceType } from '../../kernel/resourceType.js';
export const resourceTypes: readonly ResourceType[] = [];

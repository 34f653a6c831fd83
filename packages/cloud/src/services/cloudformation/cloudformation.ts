import type { ResourceType } from '../../kernel/resourceType.js';
import { cdkMetadata } from './types/cdkMetadata.js';
import { customResource } from './types/customResource.js';
import { nestedStack } from './types/nestedStack.js';
import { waitCondition, waitConditionHandle } from './types/waitCondition.js';

export const resourceTypes: readonly ResourceType[] = [cdkMetadata, customResource, nestedStack, waitCondition, waitConditionHandle];

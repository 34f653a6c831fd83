import type { ResourceType } from '../../../kernel/resourceType.js';
import { aliasType } from './alias.js';
import { eventInvokeConfigType } from './eventInvokeConfig.js';
import { eventSourceMappingType } from './eventSourceMapping.js';
import { functionType } from './function.js';
import { layerVersionType } from './layerVersion.js';
import { permissionType } from './permission.js';
import { versionType } from './version.js';

export const resourceTypes: readonly ResourceType[] = [
  aliasType,
  eventInvokeConfigType,
  eventSourceMappingType,
  functionType,
  layerVersionType,
  permissionType,
  versionType,
];

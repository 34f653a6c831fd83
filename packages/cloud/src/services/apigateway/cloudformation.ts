import type { ResourceType } from '../../kernel/resourceType.js';
import { accountType } from './cloudformation/account.js';
import { apiKeyType } from './cloudformation/apiKey.js';
import { deploymentType } from './cloudformation/deployment.js';
import { gatewayResponseType } from './cloudformation/gatewayResponse.js';
import { methodType } from './cloudformation/method.js';
import { modelType } from './cloudformation/model.js';
import { requestValidatorType } from './cloudformation/requestValidator.js';
import { resourceResourceType } from './cloudformation/resource.js';
import { restApiType } from './cloudformation/restApi.js';
import { stageType } from './cloudformation/stage.js';
import { usagePlanKeyType, usagePlanType } from './cloudformation/usagePlan.js';

export const resourceTypes: readonly ResourceType[] = [
  accountType,
  apiKeyType,
  deploymentType,
  gatewayResponseType,
  methodType,
  modelType,
  requestValidatorType,
  resourceResourceType,
  restApiType,
  stageType,
  usagePlanKeyType,
  usagePlanType,
];

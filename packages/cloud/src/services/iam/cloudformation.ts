import type { ResourceType } from '../../kernel/resourceType.js';
import { group } from './resourceTypes/group.js';
import { instanceProfile } from './resourceTypes/instanceProfile.js';
import { accessKey } from './resourceTypes/accessKey.js';
import { inlinePolicyTypes } from './resourceTypes/inlinePolicy.js';
import { managedPolicy } from './resourceTypes/managedPolicy.js';
import { policy } from './resourceTypes/policy.js';
import { role } from './resourceTypes/role.js';
import { user } from './resourceTypes/user.js';
import { userToGroupAddition } from './resourceTypes/userToGroupAddition.js';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_IAM.html */
export const resourceTypes: readonly ResourceType[] = [
  role,
  user,
  group,
  policy,
  managedPolicy,
  instanceProfile,
  accessKey,
  userToGroupAddition,
  ...inlinePolicyTypes,
];

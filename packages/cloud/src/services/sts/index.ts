import { defineService } from '../../kernel/service.js';
import { forgetSession } from './domain/sessions.js';
import { assumeRole } from './operations/assumeRole.js';
import { getAccessKeyInfo } from './operations/getAccessKeyInfo.js';
import { getCallerIdentity } from './operations/getCallerIdentity.js';
import { getSessionToken } from './operations/getSessionToken.js';

export const sts = defineService({
  name: 'sts',
  operations: {
    AssumeRole: assumeRole,
    GetAccessKeyInfo: getAccessKeyInfo,
    GetCallerIdentity: getCallerIdentity,
    GetSessionToken: getSessionToken,
  },
  tasks: { forgetSession },
  modelConstraints: true,
  constraintErrorCode: 'ValidationError',
});

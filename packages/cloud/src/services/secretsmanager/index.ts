import { defineService } from '../../kernel/service.js';
import type { Context } from '../../kernel/service.js';
import { resourceTypes } from './cloudformation.js';
import { findJudged } from './domain/secret.js';
import { expire } from './expiry.js';
import { createSecret } from './operations/createSecret.js';
import { deleteSecret } from './operations/deleteSecret.js';
import { describeSecret } from './operations/describeSecret.js';
import { getRandomPassword } from './operations/getRandomPassword.js';
import { getSecretValue } from './operations/getSecretValue.js';
import { putSecretValue } from './operations/putSecretValue.js';
import { restoreSecret } from './operations/restoreSecret.js';
import { tagResource } from './operations/tagResource.js';
import { untagResource } from './operations/untagResource.js';
import { updateSecret } from './operations/updateSecret.js';

export const secretsmanager = defineService({
  name: 'secretsmanager',
  operations: {
    CreateSecret: createSecret,
    DeleteSecret: deleteSecret,
    DescribeSecret: describeSecret,
    GetRandomPassword: getRandomPassword,
    GetSecretValue: getSecretValue,
    PutSecretValue: putSecretValue,
    RestoreSecret: restoreSecret,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateSecret: updateSecret,
  },
  tasks: { expire },
  resourceTypes,
  modelConstraints: true,
  resourcePolicy: (arn: string, ctx: Context) => findJudged(ctx, arn)?.secret.policy,
});

import { defineService } from '../../kernel/service.js';
import type { Context } from '../../kernel/service.js';
import { resourceTypes } from './cloudformation.js';
import { findJudged } from './domain/secret.js';
import { expire } from './expiry.js';
import { batchGetSecretValue } from './operations/batchGetSecretValue.js';
import { createSecret } from './operations/createSecret.js';
import { deleteResourcePolicy } from './operations/deleteResourcePolicy.js';
import { deleteSecret } from './operations/deleteSecret.js';
import { describeSecret } from './operations/describeSecret.js';
import { getRandomPassword } from './operations/getRandomPassword.js';
import { getResourcePolicy } from './operations/getResourcePolicy.js';
import { getSecretValue } from './operations/getSecretValue.js';
import { listSecretVersionIds } from './operations/listSecretVersionIds.js';
import { listSecrets } from './operations/listSecrets.js';
import { putResourcePolicy } from './operations/putResourcePolicy.js';
import { putSecretValue } from './operations/putSecretValue.js';
import { restoreSecret } from './operations/restoreSecret.js';
import { tagResource } from './operations/tagResource.js';
import { untagResource } from './operations/untagResource.js';
import { updateSecret } from './operations/updateSecret.js';
import { updateSecretVersionStage } from './operations/updateSecretVersionStage.js';

export const secretsmanager = defineService({
  name: 'secretsmanager',
  operations: {
    BatchGetSecretValue: batchGetSecretValue,
    CreateSecret: createSecret,
    DeleteResourcePolicy: deleteResourcePolicy,
    DeleteSecret: deleteSecret,
    DescribeSecret: describeSecret,
    GetRandomPassword: getRandomPassword,
    GetResourcePolicy: getResourcePolicy,
    GetSecretValue: getSecretValue,
    ListSecretVersionIds: listSecretVersionIds,
    ListSecrets: listSecrets,
    PutResourcePolicy: putResourcePolicy,
    PutSecretValue: putSecretValue,
    RestoreSecret: restoreSecret,
    TagResource: tagResource,
    UntagResource: untagResource,
    UpdateSecret: updateSecret,
    UpdateSecretVersionStage: updateSecretVersionStage,
  },
  tasks: { expire },
  resourceTypes,
  modelConstraints: true,
  judgedResource: (arn: string, ctx: Context) => findJudged(ctx, arn)?.secret.arn ?? arn,
  resourcePolicy: (arn: string, ctx: Context) => findJudged(ctx, arn)?.secret.policy,
});

import type { CreateSecretCommandInput, CreateSecretCommandOutput } from '@aws-sdk/client-secrets-manager';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { checkName, judgedArn, secretArn } from '../domain/secretId.js';
import { keyOf, saveSecret, secrets, versionOf } from '../domain/secret.js';
import type { Secret } from '../domain/secret.js';
import { withTags } from '../domain/tags.js';
import { addVersion, current, requestToken, sameValue, valueIn } from '../domain/versions.js';
import type { Value } from '../domain/versions.js';
import { nameScheduledForDeletion, secretExists, tokenInUse } from '../errors.js';

/**
 * Makes a secret, with a first version where the request brings a value. The same token, name and value once more give the
 * same answer.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
 */
export const createSecret = operation<CreateSecretCommandInput, CreateSecretCommandOutput>({
  resource: (input, scope) => judgedArn(scope, input.Name!),
  access: (input, scope) => {
    const resource = judgedArn(scope, input.Name!);
    const actions = ['secretsmanager:CreateSecret', ...(input.Tags && input.Tags.length > 0 ? ['secretsmanager:TagResource'] : [])];
    return actions.map((action) => ({ action, resource }));
  },
  // ForceOverwriteReplicaSecret says nothing without replicas.
  unsupported: ['AddReplicaRegions', 'Type'],
  run(input, ctx) {
    const name = input.Name!;
    checkName(name);
    const token = requestToken(input.ClientRequestToken);
    const value = valueIn(input);
    const existing = ctx.table(secrets).get(name);
    if (existing) return repeated(ctx, existing, token, value);
    const made = newSecret(input, ctx);
    const secret = value ? addVersion(ctx, { secret: made, scope: ctx.scope }, token, value, [current]) : made;
    saveSecret(ctx, ctx.scope, secret);
    return { ARN: secret.arn, Name: name, ...(value && { VersionId: token }) };
  },
});

const newSecret = (input: CreateSecretCommandInput, ctx: Context): Secret => ({
  name: input.Name!,
  arn: secretArn(ctx.scope, input.Name!, randomEnd(ctx)),
  description: input.Description,
  kmsKeyId: keyOf(input.KmsKeyId),
  tags: withTags({}, input.Tags),
  policy: undefined,
  createdAtMs: ctx.now,
  changedAtMs: ctx.now,
  accessedAtMs: undefined,
  deletion: undefined,
  stages: {},
  versionCount: 0,
  nextSequence: 1,
});

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'];

const randomEnd = (ctx: Context): string => Array.from({ length: 6 }, () => ctx.random.pick(letters)).join('');

function repeated(ctx: Context, secret: Secret, token: string, value: Value | undefined) {
  if (secret.deletion) throw nameScheduledForDeletion();
  const version = versionOf(ctx, { secret, scope: ctx.scope }, token);
  if (!version || !value) throw secretExists(secret.name);
  if (!sameValue(version, value)) throw tokenInUse(token, secret.arn);
  return { ARN: secret.arn, Name: secret.name, VersionId: token };
}

import type { DeleteSecretCommandInput, DeleteSecretCommandOutput } from '@aws-sdk/client-secrets-manager';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { judgedArn, parseSecretId } from '../domain/secretId.js';
import { changeSecret, findSecret, openSecret, removeSecret } from '../domain/secret.js';
import type { Opened } from '../domain/secret.js';
import { alreadyScheduledForDeletion, invalidParameter } from '../errors.js';
import type { ExpiryPayload } from '../expiry.js';
import { limits } from '../limits.js';

const dayMs = 86_400_000;

/**
 * At once, or at the end of a recovery window during which it can be restored.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DeleteSecret.html
 */
export const deleteSecret = operation<DeleteSecretCommandInput, DeleteSecretCommandOutput>({
  resource: (input, scope) => judgedArn(scope, input.SecretId!),
  run(input, ctx) {
    const days = input.RecoveryWindowInDays;
    const { shortestRecoveryDays, longestRecoveryDays } = limits;
    if (days !== undefined && input.ForceDeleteWithoutRecovery) {
      throw invalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
    }
    if (days !== undefined && (days < shortestRecoveryDays.value || days > longestRecoveryDays.value)) {
      throw invalidParameter('The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).');
    }
    if (input.ForceDeleteWithoutRecovery) return deleteNow(ctx, input.SecretId!);
    const opened = openSecret(ctx, input.SecretId!);
    if (opened.secret.deletion) throw alreadyScheduledForDeletion();
    return deleteLater(ctx, opened, days ?? longestRecoveryDays.value);
  },
});

function deleteLater(ctx: Context, opened: Opened, days: number) {
  const { arn, name } = opened.secret;
  const dueAtMs = ctx.now + days * dayMs;
  const payload: ExpiryPayload = { name, arn };
  const timer = ctx.schedule('expire', dueAtMs, payload, { scope: opened.scope });
  changeSecret(ctx, opened, { deletion: { requestedAtMs: ctx.now, dueAtMs, timer } });
  return { ARN: arn, Name: name, DeletionDate: new Date(dueAtMs) };
}

/** A secret that is not there counts as deleted; it has no ARN to tell unless the caller brought one. */
function deleteNow(ctx: Context, secretId: string) {
  const opened = findSecret(ctx, secretId);
  const { name, arn } = opened?.secret ?? parseSecretId(secretId);
  if (opened?.secret.deletion) ctx.cancel(opened.secret.deletion.timer);
  if (opened) removeSecret(ctx, opened);
  return { ARN: arn, Name: name, DeletionDate: new Date(ctx.now) };
}

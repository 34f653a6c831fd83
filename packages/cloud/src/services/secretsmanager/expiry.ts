import type { Task } from '../../kernel/service.js';
import { removeSecret, secrets } from './domain/secret.js';

export interface ExpiryPayload {
  readonly name: string;
  readonly arn: string;
}

/** The end of a recovery window: the secret is gone for good. */
export const expire: Task<ExpiryPayload> = ({ name, arn }, ctx) => {
  const secret = ctx.table(secrets).get(name);
  if (secret?.arn === arn && secret.deletion) removeSecret(ctx, { secret, scope: ctx.scope });
};

import type { Context } from '../../../kernel/service.js';
import { checkNewHolder, deleteHolder, holderArn, holderOf, putHolder } from './holders.js';
import { forgetAttachment, noteAttachment } from './policies.js';
import type { PolicyHolder, UserRecord } from './records.js';

/** Gives a user or group another name or path. Its unique id stays, its ARN follows. */
export function rename<K extends 'user' | 'group'>(
  ctx: Context,
  kind: K,
  name: string,
  newName: string | undefined,
  newPath: string | undefined,
): { from: PolicyHolder; to: PolicyHolder } {
  const from = holderOf(ctx, kind, name);
  const toName = newName ?? from.name;
  const path = newPath ?? from.path;
  if (toName.toLowerCase() !== from.name.toLowerCase()) checkNewHolder(ctx, kind, toName);
  const to = { ...from, name: toName, path, arn: holderArn(kind, ctx.scope, path, toName) };
  for (const arn of from.attached) {
    forgetAttachment(ctx, arn, kind, from.name, 'PermissionsPolicy');
    noteAttachment(ctx, arn, kind, to, 'PermissionsPolicy');
  }
  const { boundary } = from as Partial<UserRecord>;
  if (boundary !== undefined) {
    forgetAttachment(ctx, boundary, kind, from.name, 'PermissionsBoundary');
    noteAttachment(ctx, boundary, kind, to, 'PermissionsBoundary');
  }
  deleteHolder(ctx, kind, from.name);
  putHolder(ctx, kind, to);
  return { from, to };
}

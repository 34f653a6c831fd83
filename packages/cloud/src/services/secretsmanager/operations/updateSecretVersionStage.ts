import type { UpdateSecretVersionStageCommandInput, UpdateSecretVersionStageCommandOutput } from '@aws-sdk/client-secrets-manager';
import { operation } from '../../../kernel/service.js';
import { judgedArn } from '../domain/secretId.js';
import { changeSecret, openLiveSecret, versionOf } from '../domain/secret.js';
import type { Opened } from '../domain/secret.js';
import { checkLabelCount, current, moveLabel } from '../domain/versions.js';
import { invalidParameter, valueNotFound } from '../errors.js';

/**
 * Puts a label on a version, takes it off, or moves it from one to another.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
 */
export const updateSecretVersionStage = operation<UpdateSecretVersionStageCommandInput, UpdateSecretVersionStageCommandOutput>({
  resource: (input, scope) => judgedArn(scope, input.SecretId!),
  run(input, ctx) {
    const { VersionStage: label, RemoveFromVersionId: from, MoveToVersionId: to } = input;
    const opened = openLiveSecret(ctx, input.SecretId!);
    for (const id of [from, to]) if (id !== undefined && !versionOf(ctx, opened, id)) throw valueNotFound('VersionId', id);
    checkHolder(opened, label!, from, to);
    const { stages, arn, name } = opened.secret;
    const { [label!]: _, ...others } = stages;
    const next = to === undefined ? others : moveLabel(stages, label!, to);
    checkLabelCount(next);
    changeSecret(ctx, opened, { stages: next });
    return { ARN: arn, Name: name };
  },
});

/** A label that is on a version must be named with that version before it leaves it. Throws InvalidParameterException. */
function checkHolder({ secret }: Opened, label: string, from: string | undefined, to: string | undefined): void {
  const holder = Object.hasOwn(secret.stages, label) ? secret.stages[label] : undefined;
  if (from === undefined && to === undefined) throw invalidParameter('You must provide RemoveFromVersionId, MoveToVersionId or both.');
  if (from !== undefined && from !== holder) {
    throw invalidParameter(`The specified staging label ${label} is not attached to version ${from}.`);
  }
  if (from === undefined && holder !== undefined && holder !== to) {
    throw invalidParameter(
      `The parameter RemoveFromVersionId can't be empty. Staging label ${label} is currently attached to version ${holder}, ` +
        'so you must explicitly reference that version in RemoveFromVersionId.',
    );
  }
  if (to === undefined && label === current) {
    throw invalidParameter("You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.");
  }
}

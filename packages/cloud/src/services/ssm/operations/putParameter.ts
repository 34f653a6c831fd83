import type { PutParameterCommandInput, PutParameterCommandOutput } from '@aws-sdk/client-ssm';
import { key } from '../../../kernel/collection.js';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { checkAllowedPattern } from '../allowedPattern.js';
import { checkNewName, nameKeyOf, parameterArn, referencedArn } from '../domain/names.js';
import { addToCount, counts, labelsOf, latestOf, parameters, versions } from '../domain/parameter.js';
import type { Parameter, Tier } from '../domain/parameter.js';
import { settingsOf } from '../domain/settings.js';
import { withTags } from '../domain/tags.js';
import { parameterAlreadyExists, parameterLimitExceeded, parameterMaxVersionLimitExceeded, validation } from '../errors.js';
import { limits } from '../limits.js';

/**
 * Makes a parameter or, with `Overwrite`, its next version. The hundred newest versions are kept.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
export const putParameter = operation<PutParameterCommandInput, PutParameterCommandOutput>({
  resource: (input, scope) => referencedArn(scope, input.Name!),
  access: (input, scope) => {
    const resource = referencedArn(scope, input.Name!);
    const actions = ['ssm:PutParameter', ...(input.Tags && input.Tags.length > 0 ? ['ssm:AddTagsToResource'] : [])];
    return actions.map((action) => ({ action, resource }));
  },
  unsupported: ['Policies'],
  run(input, ctx) {
    const value = input.Value!;
    const name = checkNewName(input.Name!, ctx.scope);
    if (value === '') throw emptyValue();
    if (input.Overwrite && input.Tags && input.Tags.length > 0) throw tagsWithOverwrite();
    const nameKey = nameKeyOf(name);
    const existing = ctx.table(parameters).get(nameKey);
    if (existing && !input.Overwrite) throw parameterAlreadyExists();
    const previous = existing && latestOf(ctx, nameKey, existing);
    const settings = settingsOf(input, previous, isFull(ctx, 'Standard'));
    if (settings.allowedPattern) checkAllowedPattern(settings.allowedPattern, value);
    count(ctx, previous?.tier, settings.tier);
    const parameter = existing
      ? withNextVersion(ctx, nameKey, existing)
      : { name, arn: parameterArn(ctx.scope, name), latestVersion: 1, oldestVersion: 1, labels: {}, tags: withTags({}, input.Tags ?? []) };
    ctx.table(parameters).put(nameKey, parameter);
    ctx.table(versions).put(key(nameKey, parameter.latestVersion), {
      ...settings,
      version: parameter.latestVersion,
      value,
      ciphertext: settings.type === 'SecureString' ? opaque(ctx, value) : undefined,
      modifiedAtMs: ctx.now,
      modifiedBy: ctx.principal.arn,
    });
    return { Version: parameter.latestVersion, Tier: settings.tier };
  },
});

const mostOf = { Standard: limits.standardParameters.value, Advanced: limits.advancedParameters.value } as const;

const isFull = (ctx: Context, tier: Tier): boolean => (ctx.table(counts).get(tier) ?? 0) >= mostOf[tier];

function count(ctx: Context, before: Tier | undefined, tier: Tier): void {
  if (before === tier) return;
  if (isFull(ctx, tier)) throw parameterLimitExceeded(tier === 'Standard' ? 'standard' : 'advanced', mostOf[tier]);
  addToCount(ctx, tier, 1);
  if (before !== undefined) addToCount(ctx, before, -1);
}

function withNextVersion(ctx: Context, nameKey: string, parameter: Parameter): Parameter {
  const { latestVersion, oldestVersion } = parameter;
  const full = latestVersion - oldestVersion + 1 >= limits.versions.value;
  if (full) {
    if (labelsOf(parameter, oldestVersion).length > 0) throw parameterMaxVersionLimitExceeded(parameter.name, oldestVersion);
    ctx.table(versions).delete(key(nameKey, oldestVersion));
  }
  return { ...parameter, latestVersion: latestVersion + 1, oldestVersion: full ? oldestVersion + 1 : oldestVersion };
}

/** As long as KMS would make it: its envelope takes 149 bytes. */
const opaque = (ctx: Context, value: string): string => Buffer.from(ctx.random.bytes(Buffer.byteLength(value) + 149)).toString('base64');

const emptyValue = () =>
  validation("1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1.");

const tagsWithOverwrite = () =>
  validation(
    "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. " +
      'To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.',
  );

import type { UpdateFunctionConfigurationCommandInput, UpdateFunctionConfigurationCommandOutput } from '@aws-sdk/client-lambda';
import { functionPool } from '../../../compute/functionPool.js';
import { operation } from '../../../kernel/service.js';
import type { Access, Answer, Context } from '../../../kernel/service.js';
import { describeVersion } from '../domain/configuration.js';
import { unqualifiedArnOfInput } from '../domain/functionName.js';
import { layersOf } from '../domain/layer.js';
import { findFunction } from '../domain/lookup.js';
import { checkExpectations } from '../domain/publishing.js';
import { applySettings } from '../domain/settings.js';
import { functions } from '../domain/records.js';
import type { VersionRecord } from '../domain/records.js';
import { checkRoleAssumable } from '../roleSession.js';
import { checkRuntime } from '../runtimeCheck.js';

type Output = Answer<UpdateFunctionConfigurationCommandOutput>;

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html */
export const updateFunctionConfiguration = operation<UpdateFunctionConfigurationCommandInput, UpdateFunctionConfigurationCommandOutput>({
  resource: unqualifiedArnOfInput,
  access(input, scope) {
    const accesses: Access[] = [{ action: 'lambda:UpdateFunctionConfiguration', resource: unqualifiedArnOfInput(input, scope) ?? '*' }];
    if (input.Role !== undefined) accesses.push({ action: 'iam:PassRole', resource: input.Role });
    return accesses;
  },
  unsupported: ['ImageConfig', 'CapacityProviderConfig', 'DurableConfig'],
  run(input, ctx) {
    const changed = change(ctx, input);
    if (changed.roleArn === findFunction(ctx, input).record.latest.roleArn) return keep(ctx, input);
    return ctx.flow(async (flow) => {
      await checkRoleAssumable(flow, changed.roleArn, changed.functionName);
      return flow.transact((inner) => keep(inner, input));
    });
  },
});

function change(ctx: Context, input: UpdateFunctionConfigurationCommandInput): VersionRecord {
  const { record, name } = findFunction(ctx, input);
  checkExpectations(record, { RevisionId: input.RevisionId });
  checkRuntime(input.Runtime);
  const { latest } = record;
  const { environment: _environment, deadLetterArn: _deadLetterArn, ...rest } = latest;
  return {
    ...rest,
    ...applySettings(latest, input, ctx.scope, name),
    functionName: name,
    layers: input.Layers === undefined ? latest.layers : layersOf(ctx, input.Layers),
    revisionId: ctx.ids.uuid(),
    lastModifiedMs: ctx.now,
  };
}

function keep(ctx: Context, input: UpdateFunctionConfigurationCommandInput): Output {
  const { record, name, scope } = findFunction(ctx, input);
  const latest = change(ctx, input);
  ctx.table(functions, scope).put(name, { ...record, latest });
  ctx.facility(functionPool).retire(latest.functionArn);
  return describeVersion(latest, undefined, 'updated');
}

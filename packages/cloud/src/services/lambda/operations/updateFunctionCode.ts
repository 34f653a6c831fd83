import type { UpdateFunctionCodeCommandInput, UpdateFunctionCodeCommandOutput } from '@aws-sdk/client-lambda';
import { functionPool } from '../../../compute/functionPool.js';
import { operation } from '../../../kernel/service.js';
import type { Answer, Context } from '../../../kernel/service.js';
import { codeAtHand, fetchCode } from '../code.js';
import { codeSource } from '../domain/codeSource.js';
import { describeVersion } from '../domain/configuration.js';
import { unqualifiedArnOfInput } from '../domain/functionName.js';
import { findFunction } from '../domain/lookup.js';
import { checkExpectations, publish } from '../domain/publishing.js';
import { functions } from '../domain/records.js';
import type { CodeRecord } from '../domain/records.js';

/** The next invocation runs the new code. https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html */
export const updateFunctionCode = operation<UpdateFunctionCodeCommandInput, UpdateFunctionCodeCommandOutput>({
  resource: unqualifiedArnOfInput,
  unsupported: ['PublishTo'],
  run(input, ctx) {
    checkExpectations(findFunction(ctx, input).record, { RevisionId: input.RevisionId });
    const source = codeSource(input, 'UpdateFunctionCode');
    const code = codeAtHand(source, (bytes) => ctx.blobs.put(bytes));
    if (code) return keep(ctx, input, code);
    return ctx.flow(async (flow) => {
      const fetched = await fetchCode(flow, source);
      return flow.transact((inner) => keep(inner, input, fetched));
    });
  },
});

function keep(ctx: Context, input: UpdateFunctionCodeCommandInput, code: CodeRecord): Answer<UpdateFunctionCodeCommandOutput> {
  const found = findFunction(ctx, input);
  const { record, name, scope } = found;
  const latest = { ...record.latest, code, architectures: input.Architectures ?? record.latest.architectures, revisionId: ctx.ids.uuid(), lastModifiedMs: ctx.now };
  if (input.DryRun) return describeVersion({ ...latest, revisionId: record.latest.revisionId }, undefined);
  const changed = { ...record, latest };
  ctx.table(functions, scope).put(name, changed);
  ctx.facility(functionPool).retire(latest.functionArn);
  if (!input.Publish) return describeVersion(latest, undefined, 'updated');
  const { version } = publish(ctx, { ...found, record: changed }, undefined);
  return describeVersion(version, version.version, 'updated');
}

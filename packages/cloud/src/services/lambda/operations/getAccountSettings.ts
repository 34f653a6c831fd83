import type { GetAccountSettingsCommandInput, GetAccountSettingsCommandOutput } from '@aws-sdk/client-lambda';
import { operation } from '../../../kernel/service.js';
import { unreservedConcurrency } from '../domain/concurrency.js';
import { limits } from '../limits.js';
import { functions, layerVersions, versions } from '../domain/records.js';
import type { VersionRecord } from '../domain/records.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html */
export const getAccountSettings = operation<GetAccountSettingsCommandInput, GetAccountSettingsCommandOutput>({
  run(_input, ctx) {
    let count = 0;
    let codeBytes = 0;
    const add = ({ code }: VersionRecord) => (codeBytes += code.kind === 'package' ? code.sizeBytes : 0);
    for (const [, { latest }] of ctx.table(functions).range()) {
      count++;
      add(latest);
    }
    for (const [, version] of ctx.table(versions).range()) add(version);
    for (const [, { sizeBytes }] of ctx.table(layerVersions).range()) codeBytes += sizeBytes;
    return {
      AccountLimit: {
        TotalCodeSize: limits.codeStorageBytes.value,
        CodeSizeUnzipped: limits.unzippedBytes.value,
        CodeSizeZipped: limits.zippedUploadBytes.value,
        ConcurrentExecutions: limits.concurrentExecutions.value,
        UnreservedConcurrentExecutions: unreservedConcurrency(ctx, ctx.scope),
      },
      AccountUsage: { TotalCodeSize: codeBytes, FunctionCount: count },
    };
  },
});

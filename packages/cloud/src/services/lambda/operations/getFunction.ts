import type { GetFunctionCommandInput, GetFunctionCommandOutput } from '@aws-sdk/client-lambda';
import { operation } from '../../../kernel/service.js';
import { describeVersion } from '../domain/configuration.js';
import { arnOfInput } from '../domain/functionName.js';
import { findVersion } from '../domain/lookup.js';

/** Without `Code.Location`: the package cannot be downloaded. https://docs.aws.amazon.com/lambda/latest/api/API_GetFunction.html */
export const getFunction = operation<GetFunctionCommandInput, GetFunctionCommandOutput>({
  resource: arnOfInput,
  run(input, ctx) {
    const { version, record, qualifier } = findVersion(ctx, input);
    const reserved = record.reservedConcurrency;
    return {
      Configuration: describeVersion(version, qualifier),
      Code: { RepositoryType: 'S3' },
      ...(Object.keys(record.tags).length > 0 && { Tags: { ...record.tags } }),
      ...(reserved !== undefined && { Concurrency: { ReservedConcurrentExecutions: reserved } }),
    };
  },
});

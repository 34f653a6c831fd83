import type { PublishVersionCommandInput, PublishVersionCommandOutput } from '@aws-sdk/client-lambda';
import { operation } from '../../../kernel/service.js';
import { describeVersion } from '../domain/configuration.js';
import { unqualifiedArnOfInput } from '../domain/functionName.js';
import { findFunction } from '../domain/lookup.js';
import { checkExpectations, publish } from '../domain/publishing.js';

/** https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html */
export const publishVersion = operation<PublishVersionCommandInput, PublishVersionCommandOutput>({
  resource: unqualifiedArnOfInput,
  unsupported: ['PublishTo'],
  run(input, ctx) {
    const found = findFunction(ctx, input);
    checkExpectations(found.record, input);
    const { version, isNew } = publish(ctx, found, input.Description);
    return describeVersion(version, version.version, isNew ? 'created' : 'steady');
  },
});

import type { GetObjectCommandInput, GetObjectCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import type { Answer } from '../../../kernel/service.js';
import { bucketOf, objectAccess } from '../domain/bucket.js';
import { checkReadableClass } from '../domain/content.js';
import { readBytes, requestedRange } from '../domain/range.js';
import { describeRead, overrideHeaders } from '../domain/reading.js';
import { checkReadConditions } from '../domain/conditional.js';
import { readableObject } from '../domain/versions.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export const getObject = operation<GetObjectCommandInput, GetObjectCommandOutput>({
  ...objectAccess('s3:GetObject', 's3:GetObjectVersion'),
  unsupported: ['SSECustomerAlgorithm', 'SSECustomerKey', 'SSECustomerKeyMD5'],
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    const readable = readableObject(ctx, input, 'GET');
    checkReadConditions(input, readable);
    checkReadableClass(readable.content);
    const range = requestedRange(input, readable.content);
    // The wire takes bytes where the SDK's type says stream.
    const Body = readBytes(ctx.blobs, readable.content, range) as unknown as Answer<GetObjectCommandOutput>['Body'];
    return { ...describeRead(bucket, readable, range, input), ...overrideHeaders(input), Body };
  },
});

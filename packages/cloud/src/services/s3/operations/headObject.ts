import type { HeadObjectCommandInput, HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketOf, objectAccess } from '../domain/bucket.js';
import { checkReadConditions } from '../domain/conditional.js';
import { requestedRange } from '../domain/range.js';
import { describeRead, overrideHeaders } from '../domain/reading.js';
import { buckets } from '../domain/records.js';
import { readableObject } from '../domain/versions.js';
import { notFound } from '../errors.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
export const headObject = operation<HeadObjectCommandInput, HeadObjectCommandOutput>({
  ...objectAccess('s3:GetObject', 's3:GetObjectVersion'),
  unsupported: ['SSECustomerAlgorithm', 'SSECustomerKey', 'SSECustomerKeyMD5'],
  run(input, ctx) {
    if (!ctx.table(buckets).has(input.Bucket!)) throw notFound();
    const bucket = bucketOf(ctx, input);
    const readable = readableObject(ctx, input, 'HEAD');
    checkReadConditions(input, readable);
    const range = requestedRange(input, readable.content);
    return { ...describeRead(bucket, readable, range, input), ...overrideHeaders(input) };
  },
});

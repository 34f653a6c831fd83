import type { GetBucketRequestPaymentCommandInput, GetBucketRequestPaymentCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketAccess, bucketOf } from '../domain/bucket.js';

/** Owners pay: PutBucketRequestPayment is not there. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketRequestPayment.html */
export const getBucketRequestPayment = operation<GetBucketRequestPaymentCommandInput, GetBucketRequestPaymentCommandOutput>({
  ...bucketAccess('s3:GetBucketRequestPayment'),
  run(input, ctx) {
    bucketOf(ctx, input);
    return { Payer: 'BucketOwner' as const };
  },
});

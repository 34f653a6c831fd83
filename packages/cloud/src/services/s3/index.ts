import { defineService } from '../../kernel/service.js';
import { deliver } from './delivery.js';
import { bucketOfArn } from './domain/bucket.js';
import { lifecycle } from './lifecycleRun.js';
import { createBucket } from './operations/createBucket.js';
import { deleteBucket } from './operations/deleteBucket.js';
import { deleteObject } from './operations/deleteObject.js';
import { deleteObjects } from './operations/deleteObjects.js';
import { getBucketLocation } from './operations/getBucketLocation.js';
import { getObject } from './operations/getObject.js';
import { headBucket } from './operations/headBucket.js';
import { headObject } from './operations/headObject.js';
import { listBuckets } from './operations/listBuckets.js';
import { listObjects } from './operations/listObjects.js';
import { listObjectsV2 } from './operations/listObjectsV2.js';
import { putObject } from './operations/putObject.js';

export const s3 = defineService({
  name: 's3',
  operations: {
    CreateBucket: createBucket,
    DeleteBucket: deleteBucket,
    DeleteObject: deleteObject,
    DeleteObjects: deleteObjects,
    GetBucketLocation: getBucketLocation,
    GetObject: getObject,
    HeadBucket: headBucket,
    HeadObject: headObject,
    ListBuckets: listBuckets,
    ListObjects: listObjects,
    ListObjectsV2: listObjectsV2,
    PutObject: putObject,
  },
  tasks: { deliver, lifecycle },
  // S3 words its own refusals.
  modelConstraints: false,
  resourcePolicy: (arn, ctx) => bucketOfArn(ctx, arn)?.policy,
  resourceOwner: (arn, ctx) => bucketOfArn(ctx, arn)?.account,
});

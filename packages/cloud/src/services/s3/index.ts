import { defineService } from '../../kernel/service.js';
import type { OperationDefinition } from '../../kernel/service.js';
import { resourceTypes } from './cloudformation.js';
import { deliver } from './delivery.js';
import { bucketOfArn, policyFor } from './domain/bucket.js';
import { lifecycle } from './lifecycleRun.js';
import { abortMultipartUpload } from './operations/abortMultipartUpload.js';
import { completeMultipartUpload } from './operations/completeMultipartUpload.js';
import { copyObject } from './operations/copyObject.js';
import { createBucket } from './operations/createBucket.js';
import { createMultipartUpload } from './operations/createMultipartUpload.js';
import { deleteBucket } from './operations/deleteBucket.js';
import { deleteBucketCors } from './operations/deleteBucketCors.js';
import { deleteBucketEncryption } from './operations/deleteBucketEncryption.js';
import { deleteBucketLifecycle } from './operations/deleteBucketLifecycle.js';
import { deleteBucketOwnershipControls } from './operations/deleteBucketOwnershipControls.js';
import { deleteBucketPolicy } from './operations/deleteBucketPolicy.js';
import { deleteBucketTagging } from './operations/deleteBucketTagging.js';
import { deleteObject } from './operations/deleteObject.js';
import { deleteObjectTagging } from './operations/deleteObjectTagging.js';
import { deleteObjects } from './operations/deleteObjects.js';
import { deletePublicAccessBlock } from './operations/deletePublicAccessBlock.js';
import { getBucketAccelerateConfiguration } from './operations/getBucketAccelerateConfiguration.js';
import { getBucketAcl } from './operations/getBucketAcl.js';
import { getBucketCors } from './operations/getBucketCors.js';
import { getBucketEncryption } from './operations/getBucketEncryption.js';
import { getBucketLifecycleConfiguration } from './operations/getBucketLifecycleConfiguration.js';
import { getBucketLocation } from './operations/getBucketLocation.js';
import { getBucketLogging } from './operations/getBucketLogging.js';
import { getBucketNotificationConfiguration } from './operations/getBucketNotificationConfiguration.js';
import { getBucketOwnershipControls } from './operations/getBucketOwnershipControls.js';
import { getBucketPolicy } from './operations/getBucketPolicy.js';
import { getBucketPolicyStatus } from './operations/getBucketPolicyStatus.js';
import { getBucketReplication } from './operations/getBucketReplication.js';
import { getBucketRequestPayment } from './operations/getBucketRequestPayment.js';
import { getBucketTagging } from './operations/getBucketTagging.js';
import { getBucketVersioning } from './operations/getBucketVersioning.js';
import { getBucketWebsite } from './operations/getBucketWebsite.js';
import { getObject } from './operations/getObject.js';
import { getObjectAcl } from './operations/getObjectAcl.js';
import { getObjectAttributes } from './operations/getObjectAttributes.js';
import { getObjectLockConfiguration } from './operations/getObjectLockConfiguration.js';
import { getObjectTagging } from './operations/getObjectTagging.js';
import { getPublicAccessBlock } from './operations/getPublicAccessBlock.js';
import { headBucket } from './operations/headBucket.js';
import { headObject } from './operations/headObject.js';
import { listBuckets } from './operations/listBuckets.js';
import { listMultipartUploads } from './operations/listMultipartUploads.js';
import { listObjectVersions } from './operations/listObjectVersions.js';
import { listObjects } from './operations/listObjects.js';
import { listObjectsV2 } from './operations/listObjectsV2.js';
import { listParts } from './operations/listParts.js';
import { putBucketAcl } from './operations/putBucketAcl.js';
import { putBucketCors } from './operations/putBucketCors.js';
import { putBucketEncryption } from './operations/putBucketEncryption.js';
import { putBucketLifecycleConfiguration } from './operations/putBucketLifecycleConfiguration.js';
import { putBucketNotificationConfiguration } from './operations/putBucketNotificationConfiguration.js';
import { putBucketOwnershipControls } from './operations/putBucketOwnershipControls.js';
import { putBucketPolicy } from './operations/putBucketPolicy.js';
import { putBucketTagging } from './operations/putBucketTagging.js';
import { putBucketVersioning } from './operations/putBucketVersioning.js';
import { putObject } from './operations/putObject.js';
import { putObjectAcl } from './operations/putObjectAcl.js';
import { putObjectTagging } from './operations/putObjectTagging.js';
import { putPublicAccessBlock } from './operations/putPublicAccessBlock.js';
import { uploadPart } from './operations/uploadPart.js';
import { uploadPartCopy } from './operations/uploadPartCopy.js';
import { closedToStrangers } from './strangers.js';

const operations: Readonly<Record<string, OperationDefinition>> = {
  AbortMultipartUpload: abortMultipartUpload,
  CompleteMultipartUpload: completeMultipartUpload,
  CopyObject: copyObject,
  CreateBucket: createBucket,
  CreateMultipartUpload: createMultipartUpload,
  DeleteBucket: deleteBucket,
  DeleteBucketCors: deleteBucketCors,
  DeleteBucketEncryption: deleteBucketEncryption,
  DeleteBucketLifecycle: deleteBucketLifecycle,
  DeleteBucketOwnershipControls: deleteBucketOwnershipControls,
  DeleteBucketPolicy: deleteBucketPolicy,
  DeleteBucketTagging: deleteBucketTagging,
  DeleteObject: deleteObject,
  DeleteObjectTagging: deleteObjectTagging,
  DeleteObjects: deleteObjects,
  DeletePublicAccessBlock: deletePublicAccessBlock,
  GetBucketAccelerateConfiguration: getBucketAccelerateConfiguration,
  GetBucketAcl: getBucketAcl,
  GetBucketCors: getBucketCors,
  GetBucketEncryption: getBucketEncryption,
  GetBucketLifecycleConfiguration: getBucketLifecycleConfiguration,
  GetBucketLocation: getBucketLocation,
  GetBucketLogging: getBucketLogging,
  GetBucketNotificationConfiguration: getBucketNotificationConfiguration,
  GetBucketOwnershipControls: getBucketOwnershipControls,
  GetBucketPolicy: getBucketPolicy,
  GetBucketPolicyStatus: getBucketPolicyStatus,
  GetBucketReplication: getBucketReplication,
  GetBucketRequestPayment: getBucketRequestPayment,
  GetBucketTagging: getBucketTagging,
  GetBucketVersioning: getBucketVersioning,
  GetBucketWebsite: getBucketWebsite,
  GetObject: getObject,
  GetObjectAcl: getObjectAcl,
  GetObjectAttributes: getObjectAttributes,
  GetObjectLockConfiguration: getObjectLockConfiguration,
  GetObjectTagging: getObjectTagging,
  GetPublicAccessBlock: getPublicAccessBlock,
  HeadBucket: headBucket,
  HeadObject: headObject,
  ListBuckets: listBuckets,
  ListMultipartUploads: listMultipartUploads,
  ListObjectVersions: listObjectVersions,
  ListObjects: listObjects,
  ListObjectsV2: listObjectsV2,
  ListParts: listParts,
  PutBucketAcl: putBucketAcl,
  PutBucketCors: putBucketCors,
  PutBucketEncryption: putBucketEncryption,
  PutBucketLifecycleConfiguration: putBucketLifecycleConfiguration,
  PutBucketNotificationConfiguration: putBucketNotificationConfiguration,
  PutBucketOwnershipControls: putBucketOwnershipControls,
  PutBucketPolicy: putBucketPolicy,
  PutBucketTagging: putBucketTagging,
  PutBucketVersioning: putBucketVersioning,
  PutObject: putObject,
  PutObjectAcl: putObjectAcl,
  PutObjectTagging: putObjectTagging,
  PutPublicAccessBlock: putPublicAccessBlock,
  UploadPart: uploadPart,
  UploadPartCopy: uploadPartCopy,
};

export const s3 = defineService({
  name: 's3',
  operations: Object.fromEntries(Object.entries(operations).map(([name, definition]) => [name, closedToStrangers(definition)])),
  tasks: { deliver, lifecycle },
  resourceTypes,
  // S3 words its own refusals; what its model calls required is missing from XML that fits no schema.
  modelConstraints: false,
  constraintErrorCode: 'MalformedXML',
  resourcePolicy: policyFor,
  resourceOwner: (arn, ctx) => bucketOfArn(ctx, arn)?.account,
});

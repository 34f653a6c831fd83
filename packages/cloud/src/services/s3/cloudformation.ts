import type { ResourceType } from '../../kernel/resourceType.js';
import { bucket } from './resourceTypes/bucket.js';
import { bucketPolicy } from './resourceTypes/bucketPolicy.js';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_S3.html */
export const resourceTypes: readonly ResourceType[] = [bucket, bucketPolicy];

import type { GetObjectTaggingCommandInput, GetObjectTaggingCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { bucketOf, objectAccess } from '../domain/bucket.js';
import { readableObject, shownVersionId } from '../domain/versions.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectTagging.html */
export const getObjectTagging = operation<GetObjectTaggingCommandInput, GetObjectTaggingCommandOutput>({
  ...objectAccess('s3:GetObjectTagging', 's3:GetObjectVersionTagging'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    const { record, content } = readableObject(ctx, input, 'GET');
    return { TagSet: [...content.tags], VersionId: shownVersionId(bucket, record) };
  },
});

import type { DeleteObjectTaggingCommandInput, DeleteObjectTaggingCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { announce } from '../delivery.js';
import { bucketOf, objectAccess } from '../domain/bucket.js';
import { changeContent, readableObject, shownVersionId } from '../domain/versions.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjectTagging.html */
export const deleteObjectTagging = operation<DeleteObjectTaggingCommandInput, DeleteObjectTaggingCommandOutput>({
  ...objectAccess('s3:DeleteObjectTagging', 's3:DeleteObjectVersionTagging'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    const { record, content } = readableObject(ctx, input, 'DELETE');
    changeContent(ctx, record, { ...content, tags: [] });
    announce(ctx, bucket, record, 'ObjectTagging:Delete');
    return { VersionId: shownVersionId(bucket, record) };
  },
});

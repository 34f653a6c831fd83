import type { PutObjectTaggingCommandInput, PutObjectTaggingCommandOutput } from '@aws-sdk/client-s3';
import { operation } from '../../../kernel/service.js';
import { announce } from '../delivery.js';
import { bucketOf, objectAccess } from '../domain/bucket.js';
import { checkTags } from '../domain/tags.js';
import { changeContent, readableObject, shownVersionId } from '../domain/versions.js';
import { malformedXml } from '../errors.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html */
export const putObjectTagging = operation<PutObjectTaggingCommandInput, PutObjectTaggingCommandOutput>({
  ...objectAccess('s3:PutObjectTagging', 's3:PutObjectVersionTagging'),
  run(input, ctx) {
    const bucket = bucketOf(ctx, input);
    if (!input.Tagging?.TagSet) throw malformedXml();
    const { record, content } = readableObject(ctx, input, 'PUT');
    changeContent(ctx, record, { ...content, tags: checkTags(input.Tagging.TagSet, 'Object') });
    announce(ctx, bucket, record, 'ObjectTagging:Put');
    return { VersionId: shownVersionId(bucket, record) };
  },
});

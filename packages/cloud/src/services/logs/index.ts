import { defineService } from '../../kernel/service.js';
import type { Context } from '../../kernel/service.js';
import { resourceTypes } from './cloudformation.js';
import { mergedPolicy } from './domain/resourcePolicy.js';
import { purge, sweep } from './expiry.js';
import { createLogGroup } from './operations/createLogGroup.js';
import { createLogStream } from './operations/createLogStream.js';
import { deleteLogGroup } from './operations/deleteLogGroup.js';
import { deleteLogStream } from './operations/deleteLogStream.js';
import { deleteResourcePolicy } from './operations/deleteResourcePolicy.js';
import { deleteRetentionPolicy } from './operations/deleteRetentionPolicy.js';
import { describeLogGroups } from './operations/describeLogGroups.js';
import { describeLogStreams } from './operations/describeLogStreams.js';
import { describeResourcePolicies } from './operations/describeResourcePolicies.js';
import { filterLogEvents } from './operations/filterLogEvents.js';
import { getLogEvents } from './operations/getLogEvents.js';
import { listTagsForResource } from './operations/listTagsForResource.js';
import { listTagsLogGroup } from './operations/listTagsLogGroup.js';
import { putLogEvents } from './operations/putLogEvents.js';
import { putLogGroupDeletionProtection } from './operations/putLogGroupDeletionProtection.js';
import { putResourcePolicy } from './operations/putResourcePolicy.js';
import { putRetentionPolicy } from './operations/putRetentionPolicy.js';
import { tagLogGroup } from './operations/tagLogGroup.js';
import { tagResource } from './operations/tagResource.js';
import { untagLogGroup } from './operations/untagLogGroup.js';
import { untagResource } from './operations/untagResource.js';

export const logs = defineService({
  name: 'logs',
  operations: {
    CreateLogGroup: createLogGroup,
    CreateLogStream: createLogStream,
    DeleteLogGroup: deleteLogGroup,
    DeleteLogStream: deleteLogStream,
    DeleteResourcePolicy: deleteResourcePolicy,
    DeleteRetentionPolicy: deleteRetentionPolicy,
    DescribeLogGroups: describeLogGroups,
    DescribeLogStreams: describeLogStreams,
    DescribeResourcePolicies: describeResourcePolicies,
    FilterLogEvents: filterLogEvents,
    GetLogEvents: getLogEvents,
    ListTagsForResource: listTagsForResource,
    ListTagsLogGroup: listTagsLogGroup,
    PutLogEvents: putLogEvents,
    PutLogGroupDeletionProtection: putLogGroupDeletionProtection,
    PutResourcePolicy: putResourcePolicy,
    PutRetentionPolicy: putRetentionPolicy,
    TagLogGroup: tagLogGroup,
    TagResource: tagResource,
    UntagLogGroup: untagLogGroup,
    UntagResource: untagResource,
  },
  tasks: { purge, sweep },
  resourceTypes,
  modelConstraints: true,
  constraintErrorCode: 'InvalidParameterException',
  resourcePolicy: (_arn: string, ctx: Context) => mergedPolicy(ctx),
});

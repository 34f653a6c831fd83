import { parseArn } from '../../kernel/identity.js';
import { defineService } from '../../kernel/service.js';
import type { Context } from '../../kernel/service.js';
import { certificateFile } from './certificateFile.js';
import { resourceTypes } from './cloudformation.js';
import { ask, forgetToken } from './confirmation.js';
import { deliver, deliverNext } from './delivery.js';
import { tableOf, topics } from './domain/topic.js';
import { defaultPolicy } from './domain/topicAttributes.js';
import { addPermission } from './operations/addPermission.js';
import { confirmSubscription } from './operations/confirmSubscription.js';
import { createTopic } from './operations/createTopic.js';
import { deleteTopic } from './operations/deleteTopic.js';
import { getSubscriptionAttributes } from './operations/getSubscriptionAttributes.js';
import { getTopicAttributes } from './operations/getTopicAttributes.js';
import { listSubscriptions } from './operations/listSubscriptions.js';
import { listSubscriptionsByTopic } from './operations/listSubscriptionsByTopic.js';
import { listTagsForResource } from './operations/listTagsForResource.js';
import { listTopics } from './operations/listTopics.js';
import { publish } from './operations/publish.js';
import { publishBatch } from './operations/publishBatch.js';
import { removePermission } from './operations/removePermission.js';
import { setSubscriptionAttributes } from './operations/setSubscriptionAttributes.js';
import { setTopicAttributes } from './operations/setTopicAttributes.js';
import { subscribe } from './operations/subscribe.js';
import { tagResource } from './operations/tagResource.js';
import { unsubscribe } from './operations/unsubscribe.js';
import { untagResource } from './operations/untagResource.js';

export const sns = defineService({
  name: 'sns',
  operations: {
    AddPermission: addPermission,
    ConfirmSubscription: confirmSubscription,
    CreateTopic: createTopic,
    DeleteTopic: deleteTopic,
    GetSubscriptionAttributes: getSubscriptionAttributes,
    GetTopicAttributes: getTopicAttributes,
    ListSubscriptions: listSubscriptions,
    ListSubscriptionsByTopic: listSubscriptionsByTopic,
    ListTagsForResource: listTagsForResource,
    ListTopics: listTopics,
    Publish: publish,
    PublishBatch: publishBatch,
    RemovePermission: removePermission,
    SetSubscriptionAttributes: setSubscriptionAttributes,
    SetTopicAttributes: setTopicAttributes,
    Subscribe: subscribe,
    TagResource: tagResource,
    Unsubscribe: unsubscribe,
    UntagResource: untagResource,
  },
  tasks: { ask, deliver, deliverNext, forgetToken },
  resourceTypes,
  modelConstraints: true,
  constraintErrorCode: 'ValidationError',
  resourcePolicy(arn: string, ctx: Context) {
    if (parseArn(arn)?.service !== 'sns') return undefined;
    const { region, account, resource } = parseArn(arn)!;
    const topic = tableOf(ctx, { region, account }, topics).get(resource);
    return topic && (topic.settings.policy ?? defaultPolicy(topic.arn, topic.account));
  },
  http: certificateFile,
});

import { defineService } from '../../kernel/service.js';
import type { Context } from '../../kernel/service.js';
import { resourceTypes } from './cloudformation.js';
import { deadLetter, deliver } from './delivery.js';
import { busAddress, findBus } from './domain/bus.js';
import { createEventBus } from './operations/createEventBus.js';
import { deleteEventBus } from './operations/deleteEventBus.js';
import { deleteRule } from './operations/deleteRule.js';
import { describeEventBus } from './operations/describeEventBus.js';
import { describeRule } from './operations/describeRule.js';
import { disableRule } from './operations/disableRule.js';
import { enableRule } from './operations/enableRule.js';
import { listEventBuses } from './operations/listEventBuses.js';
import { listRuleNamesByTarget } from './operations/listRuleNamesByTarget.js';
import { listRules } from './operations/listRules.js';
import { listTagsForResource } from './operations/listTagsForResource.js';
import { listTargetsByRule } from './operations/listTargetsByRule.js';
import { putEvents } from './operations/putEvents.js';
import { putPermission } from './operations/putPermission.js';
import { putRule } from './operations/putRule.js';
import { putTargets } from './operations/putTargets.js';
import { removePermission } from './operations/removePermission.js';
import { removeTargets } from './operations/removeTargets.js';
import { tagResource } from './operations/tagResource.js';
import { testEventPattern } from './operations/testEventPattern.js';
import { untagResource } from './operations/untagResource.js';
import { updateEventBus } from './operations/updateEventBus.js';
import { turn } from './schedules.js';

export const events = defineService({
  name: 'events',
  operations: {
    CreateEventBus: createEventBus,
    DeleteEventBus: deleteEventBus,
    DeleteRule: deleteRule,
    DescribeEventBus: describeEventBus,
    DescribeRule: describeRule,
    DisableRule: disableRule,
    EnableRule: enableRule,
    ListEventBuses: listEventBuses,
    ListRuleNamesByTarget: listRuleNamesByTarget,
    ListRules: listRules,
    ListTagsForResource: listTagsForResource,
    ListTargetsByRule: listTargetsByRule,
    PutEvents: putEvents,
    PutPermission: putPermission,
    PutRule: putRule,
    PutTargets: putTargets,
    RemovePermission: removePermission,
    RemoveTargets: removeTargets,
    TagResource: tagResource,
    TestEventPattern: testEventPattern,
    UntagResource: untagResource,
    UpdateEventBus: updateEventBus,
  },
  tasks: { deadLetter, deliver, turn },
  resourceTypes,
  modelConstraints: true,
  resourcePolicy: (arn: string, ctx: Context) =>
    arn.includes(':event-bus/') ? findBus(ctx, busAddress(arn, ctx.scope))?.policy : undefined,
});

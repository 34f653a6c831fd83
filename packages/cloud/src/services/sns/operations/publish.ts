import type { PublishCommandInput, PublishCommandOutput } from '@aws-sdk/client-sns';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { isPhoneNumber } from '../domain/endpoint.js';
import { check } from '../domain/publication.js';
import { topicAt } from '../domain/topic.js';
import { invalidParameter } from '../errors.js';
import { limits } from '../limits.js';
import { textPhone } from '../outboxDelivery.js';
import { publishTo } from '../publish.js';
import type { Published } from '../publish.js';

/** To a topic, or to one phone. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export const publish = operation<PublishCommandInput, PublishCommandOutput>({
  resource: (input) => input.TopicArn ?? input.TargetArn,
  run(input, ctx) {
    const { PhoneNumber: phone, TargetArn: target } = input;
    const given = [input.TopicArn, target, phone].filter((each) => each !== undefined).length;
    if (given !== 1) throw invalidParameter(given === 0 ? 'TopicArn or TargetArn Reason: no value for required parameter' : 'TopicArn, TargetArn and PhoneNumber Reason: only one may be given');
    if (phone !== undefined) return toPhone(ctx, phone, input);
    if (target?.includes(':endpoint/')) throw invalidParameter('TargetArn Reason: No endpoint found for the target arn specified');
    const topic = target === undefined ? topicAt(ctx, input.TopicArn) : topicAt(ctx, target, 'TargetArn');
    return publishTo(ctx, topic, check(input, topic));
  },
});

function toPhone(ctx: Context, phone: string, input: PublishCommandInput): Published {
  if (!isPhoneNumber(phone)) throw invalidParameter(`PhoneNumber Reason: ${phone} is not valid to publish to`);
  const { text, texts } = check(input, undefined);
  const sms = texts?.['sms'] ?? text;
  if (sms.length > limits.smsLength.value) throw invalidParameter('Message too long');
  textPhone(ctx, phone, sms);
  return { MessageId: ctx.ids.uuid() };
}

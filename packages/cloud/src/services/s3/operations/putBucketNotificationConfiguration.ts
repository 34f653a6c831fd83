import type {
  NotificationConfiguration,
  PutBucketNotificationConfigurationCommandInput,
  PutBucketNotificationConfigurationCommandOutput,
} from '@aws-sdk/client-s3';
import { AwsError } from '../../../kernel/errors.js';
import { operation } from '../../../kernel/service.js';
import type { Context, Flow } from '../../../kernel/service.js';
import { sendMessage } from '../delivery.js';
import { bucketAccess, bucketArn, bucketOf, changeBucket } from '../domain/bucket.js';
import { testEvent } from '../domain/eventForms.js';
import { checkNotification, destinationsOf } from '../domain/notification.js';
import type { Destination } from '../domain/notification.js';
import { invalidDestinations, malformedXml } from '../errors.js';

/**
 * Takes the place of the whole configuration, once every queue and topic has taken S3's test event and every function
 * lets itself be invoked. https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html
 */
export const putBucketNotificationConfiguration = operation<
  PutBucketNotificationConfigurationCommandInput,
  PutBucketNotificationConfigurationCommandOutput
>({
  ...bucketAccess('s3:PutBucketNotification'),
  run(input, ctx) {
    bucketOf(ctx, input);
    if (!input.NotificationConfiguration) throw malformedXml();
    const configuration = withIds(ctx, input.NotificationConfiguration);
    checkNotification(configuration);
    const destinations = destinationsOf(configuration);
    if (destinations.length === 0 || input.SkipDestinationValidation === true) return keep(ctx, input, configuration);
    return ctx.flow(async (flow) => {
      await validate(flow, input.Bucket!, destinations);
      return flow.transact((later) => keep(later, input, configuration));
    });
  },
});

function keep(ctx: Context, input: PutBucketNotificationConfigurationCommandInput, notification: NotificationConfiguration): object {
  const empty = destinationsOf(notification).length === 0 && !notification.EventBridgeConfiguration;
  changeBucket(ctx, bucketOf(ctx, input), { notification: empty ? undefined : notification });
  return {};
}

/** Configurations without an id get one. */
function withIds(ctx: Context, given: NotificationConfiguration): NotificationConfiguration {
  const named = <T extends { Id?: string | undefined }>(items: T[] | undefined): T[] | undefined =>
    items && items.length > 0 ? items.map((item) => ({ ...item, Id: item.Id || ctx.ids.uuid() })) : undefined;
  const { QueueConfigurations, TopicConfigurations, LambdaFunctionConfigurations, EventBridgeConfiguration } = given;
  return {
    ...(EventBridgeConfiguration ? { EventBridgeConfiguration: {} } : {}),
    QueueConfigurations: named(QueueConfigurations),
    TopicConfigurations: named(TopicConfigurations),
    LambdaFunctionConfigurations: named(LambdaFunctionConfigurations),
  };
}

async function validate(flow: Flow, bucket: string, destinations: readonly Destination[]): Promise<void> {
  const text = JSON.stringify(testEvent(bucket, flow.now(), flow.requestId));
  const options = { sourceArn: bucketArn(bucket) };
  for (const destination of destinations) {
    try {
      if (destination.service === 'lambda') await tryInvoking(flow, destination.arn, options);
      else await sendMessage(flow, destination, text, options);
    } catch (error) {
      if (!(error instanceof AwsError) || error.statusCode >= 500) throw error;
      throw invalidDestinations(destination.arn);
    }
  }
}

/** Whether the function is there and lets S3 in, without running it. */
const tryInvoking = (flow: Flow, FunctionName: string, options: { readonly sourceArn: string }): Promise<unknown> =>
  flow.call('lambda', 'Invoke', { FunctionName, InvocationType: 'DryRun' }, options);

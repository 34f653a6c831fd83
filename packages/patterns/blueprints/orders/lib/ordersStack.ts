import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { OrderEvents } from './orderEvents.js';
import { OrdersApi } from './ordersApi.js';

export interface OrdersStackProps extends StackProps {
  /** Keeps tables and logs when the stack goes. Default false: a lab is thrown away. */
  readonly production?: boolean;
}

/** `POST /orders` to a table and a bus; payment, inventory and notification follow the event. */
export class OrdersStack extends Stack {
  constructor(scope: Construct, id: string, props: OrdersStackProps = {}) {
    super(scope, id, props);
    // CDK lets each function depend on its role twice, by reference and by DependsOn: cfn-lint's W3005, and harmless.
    this.templateOptions.metadata = { 'cfn-lint': { config: { ignore_checks: ['W3005'] } } };
    const removalPolicy = props.production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const bus = new EventBus(this, 'OrderEventBus', { eventBusName: 'order-events', description: 'What happens to orders' });
    const api = new OrdersApi(this, 'Api', { bus, removalPolicy });
    const events = new OrderEvents(this, 'Events', { bus, removalPolicy });

    new CfnOutput(this, 'ApiUrl', { value: api.api.url });
    new CfnOutput(this, 'ApiKeyId', { value: api.key.keyId });
    new CfnOutput(this, 'OrdersTableName', { value: api.orders.tableName });
    new CfnOutput(this, 'InventoryTableName', { value: events.inventory.tableName });
    new CfnOutput(this, 'InventoryQueueUrl', { value: events.queue.queueUrl });
    new CfnOutput(this, 'InventoryDeadLetterQueueUrl', { value: events.deadLetterQueue.queueUrl });
    new CfnOutput(this, 'NotificationTopicArn', { value: events.topic.topicArn });
  }
}

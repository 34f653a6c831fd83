import { Duration } from 'aws-cdk-lib';
import type { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Rule } from 'aws-cdk-lib/aws-events';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { orderFunction } from './orderFunction.js';

export interface OrderEventsProps {
  readonly bus: IEventBus;
  readonly removalPolicy: RemovalPolicy;
}

/** What follows an order: payment, inventory through a queue, notification. */
export class OrderEvents extends Construct {
  readonly inventory: Table;
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { bus, removalPolicy }: OrderEventsProps) {
    super(scope, id);
    this.inventory = this.table('Inventory', 'productId', removalPolicy);
    this.deadLetterQueue = new Queue(this, 'InventoryDeadLetters', { queueName: 'inventory-dlq', enforceSSL: true, retentionPeriod: Duration.days(14), removalPolicy });
    this.queue = new Queue(this, 'InventoryUpdates', {
      queueName: 'inventory-updates',
      visibilityTimeout: Duration.seconds(300),
      enforceSSL: true,
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: 3 },
      removalPolicy,
    });
    this.topic = new Topic(this, 'Notifications', { topicName: 'order-notifications', enforceSSL: true });
    const inventory = this.inventoryService(bus, removalPolicy);
    const payment = this.paymentService(bus, removalPolicy);
    const notification = this.notificationService(removalPolicy);

    // Inventory hears of an order twice: at once, and from the queue that keeps the message until it has been dealt with.
    new Rule(this, 'OrderCreated', {
      eventBus: bus,
      ruleName: 'order-created-rule',
      eventPattern: { source: ['orders.api'], detailType: ['Order Created'] },
      targets: [new LambdaFunction(payment), new LambdaFunction(inventory), new SqsQueue(this.queue)],
    });
    new Rule(this, 'PaymentProcessed', {
      eventBus: bus,
      ruleName: 'payment-processed-rule',
      eventPattern: { source: ['payment.service'], detailType: ['Payment Processed'], detail: { status: ['succeeded'] } },
      targets: [new LambdaFunction(notification)],
    });
  }

  private table(id: string, partitionKey: string, removalPolicy: RemovalPolicy, timeToLiveAttribute?: string): Table {
    return new Table(this, id, {
      partitionKey: { name: partitionKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: TableEncryption.AWS_MANAGED,
      removalPolicy,
      ...(timeToLiveAttribute === undefined ? {} : { timeToLiveAttribute }),
    });
  }

  private inventoryService(bus: IEventBus, removalPolicy: RemovalPolicy): Function {
    const reservations = this.table('Reservations', 'orderId', removalPolicy, 'expiresAt');
    const service = orderFunction(this, 'InventoryService', {
      file: 'inventory',
      memoryMegabytes: 256,
      timeoutSeconds: 30,
      environment: { INVENTORY_TABLE: this.inventory.tableName, RESERVATIONS_TABLE: reservations.tableName, EVENT_BUS: bus.eventBusName },
      removalPolicy,
    });
    this.inventory.grant(service, 'dynamodb:UpdateItem');
    reservations.grant(service, 'dynamodb:PutItem');
    bus.grantPutEventsTo(service);
    service.addEventSource(new SqsEventSource(this.queue, { batchSize: 10, maxBatchingWindow: Duration.seconds(10), reportBatchItemFailures: true }));
    return service;
  }

  private paymentService(bus: IEventBus, removalPolicy: RemovalPolicy): Function {
    const key = new Secret(this, 'PaymentApiKey', { description: 'Key of the payment provider', generateSecretString: { excludePunctuation: true, passwordLength: 40 }, removalPolicy });
    const service = orderFunction(this, 'PaymentService', {
      file: 'payment',
      memoryMegabytes: 256,
      timeoutSeconds: 30,
      environment: { PAYMENT_KEY_SECRET: key.secretArn, EVENT_BUS: bus.eventBusName },
      removalPolicy,
    });
    key.grantRead(service);
    bus.grantPutEventsTo(service);
    return service;
  }

  private notificationService(removalPolicy: RemovalPolicy): Function {
    const service = orderFunction(this, 'NotificationService', {
      file: 'notification',
      memoryMegabytes: 128,
      timeoutSeconds: 10,
      environment: { TOPIC_ARN: this.topic.topicArn },
      removalPolicy,
    });
    this.topic.grantPublish(service);
    return service;
  }
}

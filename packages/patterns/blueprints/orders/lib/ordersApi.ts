import type { RemovalPolicy } from 'aws-cdk-lib';
import { Stack } from 'aws-cdk-lib';
import { JsonSchemaType, LambdaIntegration, Period, RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { IApiKey, Model, RequestValidator } from 'aws-cdk-lib/aws-apigateway';
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { orderFunction } from './orderFunction.js';

export interface OrdersApiProps {
  readonly bus: IEventBus;
  readonly removalPolicy: RemovalPolicy;
}

/** The front: places orders with a key, reads them back. */
export class OrdersApi extends Construct {
  readonly api: RestApi;
  readonly key: IApiKey;
  readonly orders: Table;

  constructor(scope: Construct, id: string, { bus, removalPolicy }: OrdersApiProps) {
    super(scope, id);
    this.orders = new Table(this, 'Orders', {
      tableName: 'orders',
      partitionKey: { name: 'orderId', type: AttributeType.STRING },
      sortKey: { name: 'createdAt', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: TableEncryption.AWS_MANAGED,
      removalPolicy,
    });
    this.api = new RestApi(this, 'Rest', {
      restApiName: 'Orders Service',
      description: 'Serverless orders API',
      defaultCorsPreflightOptions: {
        allowOrigins: ['*'],
        allowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
        allowHeaders: ['Content-Type', 'Authorization', 'X-Api-Key'],
      },
    });
    this.addRoutes(bus, removalPolicy);
    this.key = this.addPlan();
  }

  private addRoutes(bus: IEventBus, removalPolicy: RemovalPolicy): void {
    const environment = { ORDERS_TABLE: this.orders.tableName, REGION: Stack.of(this).region };
    const createOrder = orderFunction(this, 'CreateOrder', {
      file: 'createOrder',
      memoryMegabytes: 512,
      timeoutSeconds: 30,
      environment: { ...environment, EVENT_BUS: bus.eventBusName },
      removalPolicy,
    });
    const getOrder = orderFunction(this, 'GetOrder', { file: 'getOrder', memoryMegabytes: 256, timeoutSeconds: 10, environment, removalPolicy });
    this.orders.grantWriteData(createOrder);
    this.orders.grantReadData(getOrder);
    bus.grantPutEventsTo(createOrder);

    const resource = this.api.root.addResource('orders');
    resource.addMethod('POST', new LambdaIntegration(createOrder), {
      apiKeyRequired: true,
      requestValidator: this.validator(),
      requestModels: { 'application/json': this.model() },
    });
    resource.addResource('{orderId}').addMethod('GET', new LambdaIntegration(getOrder));
  }

  private validator(): RequestValidator {
    return this.api.addRequestValidator('CreateOrderValidator', {
      requestValidatorName: 'create-order-validator',
      validateRequestBody: true,
      validateRequestParameters: false,
    });
  }

  private model(): Model {
    const item = {
      type: JsonSchemaType.OBJECT,
      required: ['productId', 'quantity'],
      properties: {
        productId: { type: JsonSchemaType.STRING },
        quantity: { type: JsonSchemaType.NUMBER },
        price: { type: JsonSchemaType.NUMBER },
      },
    };
    return this.api.addModel('CreateOrderModel', {
      modelName: 'CreateOrderModel',
      contentType: 'application/json',
      schema: {
        type: JsonSchemaType.OBJECT,
        required: ['userId', 'items', 'totalAmount'],
        properties: {
          userId: { type: JsonSchemaType.STRING },
          items: { type: JsonSchemaType.ARRAY, items: item },
          totalAmount: { type: JsonSchemaType.NUMBER },
        },
      },
    });
  }

  private addPlan(): IApiKey {
    const plan = this.api.addUsagePlan('UsagePlan', {
      name: 'Standard',
      throttle: { rateLimit: 100, burstLimit: 200 },
      quota: { limit: 10_000, period: Period.MONTH },
    });
    plan.addApiStage({ stage: this.api.deploymentStage });
    const key = this.api.addApiKey('Key');
    plan.addApiKey(key);
    return key;
  }
}

import { App } from 'aws-cdk-lib';
import { OrdersStack } from './lib/ordersStack.js';

const app = new App();

new OrdersStack(app, 'Orders', {
  description: 'Orders: an API, a bus, a queue and the functions between them',
  env: { account: process.env['CDK_DEFAULT_ACCOUNT'], region: process.env['CDK_DEFAULT_REGION'] },
  production: app.node.tryGetContext('production') === 'true',
});

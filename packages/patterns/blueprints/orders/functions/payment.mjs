import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

const events = new EventBridgeClient({});
const secrets = new SecretsManagerClient({});
const mostPerOrder = 10_000;

let key;

/** Stands for the provider's API: refuses what is above the limit of one payment. */
async function charge({ totalAmount }) {
  key ??= (await secrets.send(new GetSecretValueCommand({ SecretId: process.env.PAYMENT_KEY_SECRET }))).SecretString;
  if (!key) throw new Error('The payment key is empty');
  return totalAmount <= mostPerOrder ? 'succeeded' : 'failed';
}

export async function handler(event) {
  const { orderId, userId, totalAmount } = event.detail;
  const status = await charge(event.detail);
  const entry = {
    Source: 'payment.service',
    DetailType: 'Payment Processed',
    EventBusName: process.env.EVENT_BUS,
    Detail: JSON.stringify({ orderId, userId, totalAmount, status }),
  };
  await events.send(new PutEventsCommand({ Entries: [entry] }));
  console.log(`Payment of order ${orderId} ${status}`);
}

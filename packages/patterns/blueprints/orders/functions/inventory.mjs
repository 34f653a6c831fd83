import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';

const tables = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const events = new EventBridgeClient({});
const keepReservationsSeconds = 7 * 24 * 3600;

async function publish(detailType, detail) {
  const entry = { Source: 'inventory.service', DetailType: detailType, EventBusName: process.env.EVENT_BUS, Detail: JSON.stringify(detail) };
  await events.send(new PutEventsCommand({ Entries: [entry] }));
}

/** Quantities by product: a transaction may name an item only once. */
function quantities(items) {
  const total = new Map();
  for (const { productId, quantity } of items) {
    if (!productId || !Number.isInteger(quantity) || quantity <= 0) throw new TypeError(`Not an item to reserve: ${JSON.stringify({ productId, quantity })}`);
    total.set(productId, (total.get(productId) ?? 0) + quantity);
  }
  return total;
}

/** The reservation is written in the same transaction as the stock, so an order that comes twice counts once. */
const reservation = (orderId, now) => ({
  Put: {
    TableName: process.env.RESERVATIONS_TABLE,
    Item: { orderId, expiresAt: Math.floor(now / 1000) + keepReservationsSeconds },
    ConditionExpression: 'attribute_not_exists(orderId)',
  },
});

const decrement = ([productId, quantity]) => ({
  Update: {
    TableName: process.env.INVENTORY_TABLE,
    Key: { productId },
    UpdateExpression: 'ADD inventory :less',
    ConditionExpression: 'inventory >= :quantity',
    ExpressionAttributeValues: { ':less': -quantity, ':quantity': quantity },
  },
});

async function reserve({ orderId, items }) {
  const wanted = quantities(items);
  try {
    await tables.send(new TransactWriteCommand({ TransactItems: [reservation(orderId, Date.now()), ...[...wanted].map(decrement)] }));
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const [repeated, ...stock] = error.CancellationReasons.map(({ Code }) => Code === 'ConditionalCheckFailed');
    if (repeated) return console.log(`Order ${orderId} is reserved already`);
    if (!stock.includes(true)) throw error;
    const missing = [...wanted.keys()].filter((_, index) => stock[index]);
    console.log(`Order ${orderId} wants more than there is of ${missing.join(', ')}`);
    return publish('Inventory Rejected', { orderId, missing });
  }
  await publish('Inventory Updated', { orderId, items, timestamp: new Date().toISOString() });
}

/** Takes EventBridge events, straight or out of SQS messages; of a batch, only what failed comes again. */
export async function handler(event) {
  if (!event.Records) return reserve(event.detail);
  const batchItemFailures = [];
  for (const { messageId, body } of event.Records) {
    try {
      await reserve(JSON.parse(body).detail);
    } catch (error) {
      console.error(`Message ${messageId} failed:`, error);
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';

const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const events = new EventBridgeClient({});

const answer = (statusCode, body) => ({
  statusCode,
  headers: { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' },
  body: JSON.stringify(body),
});

const orderId = (now) => `order_${now.getTime()}_${Math.random().toString(36).slice(2, 11)}`;

async function publish(order) {
  const { orderId, userId, items, totalAmount } = order;
  const entry = { Source: 'orders.api', DetailType: 'Order Created', EventBusName: process.env.EVENT_BUS, Detail: JSON.stringify({ orderId, userId, items, totalAmount }) };
  const { FailedEntryCount, Entries } = await events.send(new PutEventsCommand({ Entries: [entry] }));
  if (FailedEntryCount > 0) throw new Error(`Order Created was refused: ${Entries[0].ErrorCode} ${Entries[0].ErrorMessage}`);
}

export async function handler(event) {
  try {
    const { userId, items, totalAmount } = JSON.parse(event.body ?? '{}');
    if (!userId || !items?.length || totalAmount === undefined) return answer(400, { error: 'Missing required fields' });
    const now = new Date();
    const order = { orderId: orderId(now), createdAt: now.toISOString(), updatedAt: now.toISOString(), status: 'pending', userId, items, totalAmount };
    await table.send(new PutCommand({ TableName: process.env.ORDERS_TABLE, Item: order, ConditionExpression: 'attribute_not_exists(orderId)' }));
    await publish(order);
    return answer(201, { success: true, data: order });
  } catch (error) {
    if (error instanceof SyntaxError) return answer(400, { error: 'The body is not JSON' });
    console.error('Error creating order:', error);
    return answer(500, { error: 'Internal server error' });
  }
}

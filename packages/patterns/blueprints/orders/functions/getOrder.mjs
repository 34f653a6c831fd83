import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';

const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));

const answer = (statusCode, body) => ({
  statusCode,
  headers: { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' },
  body: JSON.stringify(body),
});

export async function handler(event) {
  const { orderId } = event.pathParameters;
  try {
    const { Items } = await table.send(
      new QueryCommand({ TableName: process.env.ORDERS_TABLE, KeyConditionExpression: 'orderId = :id', ExpressionAttributeValues: { ':id': orderId }, Limit: 1 }),
    );
    return Items.length > 0 ? answer(200, { success: true, data: Items[0] }) : answer(404, { error: `No order ${orderId}` });
  } catch (error) {
    console.error('Error reading order:', error);
    return answer(500, { error: 'Internal server error' });
  }
}

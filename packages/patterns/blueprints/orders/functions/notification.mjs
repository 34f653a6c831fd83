import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

const topics = new SNSClient({});

export async function handler(event) {
  const { orderId, userId, totalAmount } = event.detail;
  await topics.send(
    new PublishCommand({
      TopicArn: process.env.TOPIC_ARN,
      Subject: 'Your order is paid',
      Message: JSON.stringify({ orderId, userId, totalAmount }),
      MessageAttributes: { userId: { DataType: 'String', StringValue: userId } },
    }),
  );
  console.log(`Told ${userId} about order ${orderId}`);
}

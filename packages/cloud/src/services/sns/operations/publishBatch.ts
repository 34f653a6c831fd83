import type { PublishBatchCommandInput, PublishBatchCommandOutput, PublishBatchRequestEntry } from '@aws-sdk/client-sns';
import { operation } from '../../../kernel/service.js';
import { check, sizeOf } from '../domain/publication.js';
import { topicAt } from '../domain/topic.js';
import { batchEntryIdsNotDistinct, batchRequestTooLong, emptyBatchRequest, invalidBatchEntryId, tooManyEntriesInBatchRequest } from '../errors.js';
import { limits } from '../limits.js';
import { publishTo } from '../publish.js';

/** An entry that is invalid fails the whole batch, as on AWS. https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
export const publishBatch = operation<PublishBatchCommandInput, PublishBatchCommandOutput>({
  resource: (input) => input.TopicArn,
  access: (input) => [{ action: 'sns:Publish', resource: input.TopicArn ?? '*' }],
  run(input, ctx) {
    const topic = topicAt(ctx, input.TopicArn);
    const entries = input.PublishBatchRequestEntries ?? [];
    checkBatch(entries);
    const checked = entries.map((entry) => [entry.Id!, check(entry, topic)] as const);
    return { Successful: checked.map(([Id, message]) => ({ Id, ...publishTo(ctx, topic, message) })), Failed: [] };
  },
});

const idForm = /^[A-Za-z0-9_-]{1,80}$/;

function checkBatch(entries: readonly PublishBatchRequestEntry[]): void {
  if (entries.length === 0) throw emptyBatchRequest();
  if (entries.length > limits.batchEntries.value) throw tooManyEntriesInBatchRequest();
  const ids = entries.map(({ Id }) => Id ?? '');
  if (!ids.every((id) => idForm.test(id))) throw invalidBatchEntryId();
  if (new Set(ids).size < ids.length) throw batchEntryIdsNotDistinct();
  if (entries.reduce((sum, entry) => sum + sizeOf(entry), 0) > limits.batchSize.value) throw batchRequestTooLong();
}

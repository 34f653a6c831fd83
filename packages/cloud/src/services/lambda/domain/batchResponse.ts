/**
 * Which messages of a batch a function reported as failed; `all` where the response makes no sense, as AWS takes it.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function failedItems(payload: Uint8Array, messageIds: ReadonlySet<string>): ReadonlySet<string> | 'all' {
  let response: unknown;
  try {
    response = JSON.parse(new TextDecoder().decode(payload));
  } catch {
    return 'all';
  }
  if (response === null) return none;
  if (typeof response !== 'object') return 'all';
  const { batchItemFailures: failures } = response as { batchItemFailures?: unknown };
  if (failures === undefined || failures === null) return none;
  if (!Array.isArray(failures)) return 'all';
  const failed = new Set<string>();
  for (const failure of failures as unknown[]) {
    const identifier = typeof failure === 'object' && failure !== null ? (failure as { itemIdentifier?: unknown }).itemIdentifier : undefined;
    if (typeof identifier !== 'string' || !messageIds.has(identifier)) return 'all';
    failed.add(identifier);
  }
  return failed;
}

const none: ReadonlySet<string> = new Set();

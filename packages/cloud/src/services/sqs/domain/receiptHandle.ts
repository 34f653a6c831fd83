import { receiptHandleIsInvalid } from '../errors.js';

/** What a receipt handle says: which message, and which of its receives. */
export interface Receipt {
  readonly queueId: string;
  readonly space: string;
  readonly enqueuedAtMs: number;
  readonly number: number;
  readonly receiveCount: number;
}

const mark = 'AQEB';
const form = /^([0-9a-f]{12})-([0-9a-f]{12})-([0-9a-z]+)-([0-9a-z]+)-([0-9a-z]+)$/;

/** Opaque to clients; base64 as AWS's are. */
export function encodeReceipt(receipt: Receipt): string {
  const { queueId, space, enqueuedAtMs, number, receiveCount } = receipt;
  const text = `${queueId}-${space}-${enqueuedAtMs.toString(36)}-${number.toString(36)}-${receiveCount.toString(36)}`;
  return mark + Buffer.from(text, 'latin1').toString('base64');
}

/** Throws ReceiptHandleIsInvalid unless this queue gave the handle out. */
export function decodeReceipt(handle: string, queueId: string): Receipt {
  if (!handle.startsWith(mark)) throw receiptHandleIsInvalid();
  const parts = form.exec(Buffer.from(handle.slice(mark.length), 'base64').toString('latin1'));
  if (!parts || parts[1] !== queueId) throw receiptHandleIsInvalid();
  const [, , space, enqueuedAtMs, number, receiveCount] = parts as unknown as [string, string, string, string, string, string];
  return {
    queueId,
    space,
    enqueuedAtMs: parseInt(enqueuedAtMs, 36),
    number: parseInt(number, 36),
    receiveCount: parseInt(receiveCount, 36),
  };
}

import { collection } from '../../../kernel/collection.js';

/** What would have gone to a person. Nothing leaves the lab: it is kept here to be looked at. */
export interface OutboxMessage {
  readonly protocol: 'email' | 'email-json' | 'sms';
  /** Address or phone number. */
  readonly to: string;
  readonly subject?: string;
  readonly body: string;
  readonly sentAtMs: number;
  readonly topicArn?: string;
}

/** By (sent at, id). */
export const outbox = collection<OutboxMessage>('sns.outbox');

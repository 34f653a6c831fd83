import { expect, it } from 'vitest';
import { Cloud } from '../../../index.js';
import { Random } from '../../../kernel/random.js';

interface Expected {
  readonly body: string;
  readonly group: string;
  readonly sentAtMs: number;
  visibleAtMs: number;
  receives: number;
  handle: string | undefined;
}

interface Received {
  readonly Messages?: readonly { readonly Body: string; readonly ReceiptHandle: string }[];
}

const retentionMs = 600_000;
const steps = 400;

/** A queue beside the plainest model of one that there can be: a list that is looked through for everything. */
class Pair {
  private list: Expected[] = [];
  private sent = 0;

  constructor(
    private readonly cloud: Cloud,
    private readonly random: Random,
    private readonly url: string,
    private readonly fifo: boolean,
  ) {}

  async step(): Promise<void> {
    const { random } = this;
    const act = random.pick([this.send, this.send, this.receive, this.receive, this.remove, this.show, this.pass]);
    await act.call(this);
    this.list = this.list.filter(({ sentAtMs }) => sentAtMs + retentionMs > this.now);
    expect(await this.counts()).toEqual({
      ApproximateNumberOfMessages: String(this.list.filter(({ visibleAtMs }) => visibleAtMs <= this.now).length),
      ApproximateNumberOfMessagesNotVisible: String(this.list.filter((m) => this.inFlight(m)).length),
      ApproximateNumberOfMessagesDelayed: String(this.list.filter((m) => m.visibleAtMs > this.now && m.receives === 0).length),
    });
  }

  private get now(): number {
    return this.cloud.clock.nowMs();
  }

  private inFlight(message: Expected): boolean {
    return message.receives > 0 && message.visibleAtMs > this.now;
  }

  private call<O>(operation: string, input: object): Promise<O> {
    return this.cloud.call<O>('sqs', operation, { QueueUrl: this.url, ...input });
  }

  private async counts(): Promise<Record<string, string>> {
    const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible', 'ApproximateNumberOfMessagesDelayed'];
    return (await this.call<{ Attributes: Record<string, string> }>('GetQueueAttributes', { AttributeNames: names })).Attributes;
  }

  private async send(): Promise<void> {
    const body = `m${this.sent++}`;
    const group = this.fifo ? `g${this.random.below(4)}` : '';
    const delay = this.fifo ? 0 : this.random.pick([0, 0, 0, 5, 60]);
    await this.call('SendMessage', { MessageBody: body, ...(this.fifo ? { MessageGroupId: group } : { DelaySeconds: delay }) });
    this.list.push({ body, group, sentAtMs: this.now, visibleAtMs: this.now + delay * 1_000, receives: 0, handle: undefined });
  }

  private available(): Expected[] {
    const visible = this.list.filter(({ visibleAtMs }) => visibleAtMs <= this.now);
    return this.fifo ? visible.filter(({ group }) => !this.list.some((other) => other.group === group && this.inFlight(other))) : visible;
  }

  private async receive(): Promise<void> {
    const most = 1 + this.random.below(10);
    const timeout = this.random.pick([0, 1, 10, 30, 100]);
    const available = this.available();
    const { Messages = [] } = await this.call<Received>('ReceiveMessage', { MaxNumberOfMessages: most, VisibilityTimeout: timeout });
    expect(Messages).toHaveLength(Math.min(most, available.length));
    const bodies = Messages.map(({ Body }) => Body);
    for (const group of new Set(available.map((m) => m.group))) {
      const inOrder = available.filter((m) => m.group === group).map(({ body }) => body);
      const given = bodies.filter((body) => inOrder.includes(body));
      if (this.fifo) expect(given).toEqual(inOrder.slice(0, given.length));
    }
    for (const { Body, ReceiptHandle } of Messages) {
      const message = available.find(({ body }) => body === Body)!;
      message.visibleAtMs = this.now + timeout * 1_000;
      message.receives++;
      message.handle = ReceiptHandle;
    }
  }

  private received(): Expected | undefined {
    const held = this.list.filter((m) => this.inFlight(m));
    return held.length === 0 ? undefined : this.random.pick(held);
  }

  private async remove(): Promise<void> {
    const message = this.received();
    if (!message) return;
    await this.call('DeleteMessage', { ReceiptHandle: message.handle });
    this.list.splice(this.list.indexOf(message), 1);
  }

  private async show(): Promise<void> {
    const message = this.received();
    if (!message) return;
    const timeout = this.random.pick([0, 5, 50]);
    await this.call('ChangeMessageVisibility', { ReceiptHandle: message.handle, VisibilityTimeout: timeout });
    message.visibleAtMs = this.now + timeout * 1_000;
  }

  private async pass(): Promise<void> {
    await this.cloud.clock.advance(this.random.pick([1, 1_000, 5_000, 30_000, 100_000]));
  }
}

it.each([1, 2, 3, 4].flatMap((seed) => [{ seed, fifo: false }, { seed, fifo: true }]))('does what a plain list does: %j', async ({ seed, fifo }) => {
  await using cloud = await Cloud.start({ clock: 'virtual' });
  const { QueueUrl } = await cloud.call<{ QueueUrl: string }>('sqs', 'CreateQueue', {
    QueueName: fifo ? 'queue.fifo' : 'queue',
    Attributes: { MessageRetentionPeriod: String(retentionMs / 1_000), ...(fifo && { FifoQueue: 'true', ContentBasedDeduplication: 'true' }) },
  });
  const pair = new Pair(cloud, new Random(seed), QueueUrl, fifo);
  for (let i = 0; i < steps; i++) await pair.step();
});

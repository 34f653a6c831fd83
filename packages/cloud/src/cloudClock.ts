import type { Clock } from './kernel/clock.js';
import { VirtualClock } from './kernel/clocks.js';
import type { Kernel } from './kernel/kernel.js';

/** The last instant that a Date can hold. */
const latestMs = 8.64e15;

/** The cloud's time as its user sees it. */
export class CloudClock {
  constructor(
    private readonly clock: Clock,
    private readonly kernel: () => Kernel,
  ) {}

  get kind(): Clock['kind'] {
    return this.clock.kind;
  }

  /** Epoch milliseconds. */
  nowMs(): number {
    return this.clock.nowMs();
  }

  now(): Date {
    return new Date(this.clock.nowMs());
  }

  /**
   * Moves virtual time on, running everything that falls due in order and waiting for what it starts (functions run to
   * their end before the next instant). Rejects on a clock that moves by itself.
   */
  async advance(milliseconds: number): Promise<void> {
    const { clock } = this;
    if (!(clock instanceof VirtualClock)) throw new TypeError("Only a virtual clock can be advanced: start the cloud with { clock: 'virtual' }");
    if (!(milliseconds >= 0)) throw new RangeError(`Time moves forward only, not by ${milliseconds} ms`);
    const { scheduler, quiescence } = this.kernel();
    const target = clock.nowMs() + Math.ceil(milliseconds);
    if (target > latestMs) throw new RangeError(`${milliseconds} ms on is beyond the last instant there is`);
    await quiescence.wait();
    for (let next = scheduler.nextDueMs(); next !== undefined && next <= target; next = scheduler.nextDueMs()) {
      clock.set(Math.max(next, clock.nowMs()));
      scheduler.arm();
      await quiescence.wait();
    }
    // Another advance under way may have gone further.
    clock.set(Math.max(target, clock.nowMs()));
  }

  /** Like `advance`, to an instant. */
  async advanceTo(instant: Date | number): Promise<void> {
    await this.advance(Math.max(0, Number(instant) - this.clock.nowMs()));
  }
}

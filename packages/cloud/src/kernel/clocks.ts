import type { Clock } from './clock.js';
import type { Host } from './host.js';

/** The machine's own time. */
export class RealClock implements Clock {
  readonly kind = 'real';
  constructor(private readonly host: Host) {}

  nowMs(): number {
    return Math.floor(this.host.nowMs());
  }

  preciseMs(): number {
    return this.host.nowMs();
  }

  realDelayMs(atMs: number): number {
    return Math.max(0, atMs - this.host.nowMs());
  }
}

/** Stands still until it is moved. */
export class VirtualClock implements Clock {
  readonly kind = 'virtual';
  constructor(private atMs: number) {}

  nowMs(): number {
    return this.atMs;
  }

  preciseMs(): number {
    return this.atMs;
  }

  realDelayMs(): undefined {
    return undefined;
  }

  /** Never back. */
  set(atMs: number): void {
    if (atMs < this.atMs) throw new RangeError(`The clock reads ${this.atMs} and cannot go back to ${atMs}`);
    this.atMs = atMs;
  }
}

/** Runs `factor` times as fast as the machine's, from `startMs` on. */
export class ScaledClock implements Clock {
  readonly kind = 'scaled';
  private readonly originMs: number;

  constructor(
    private readonly host: Host,
    readonly factor: number,
    private readonly startMs: number,
  ) {
    if (!(factor > 0)) throw new RangeError(`A clock's factor must be above 0, not ${factor}`);
    this.originMs = host.nowMs();
  }

  nowMs(): number {
    return Math.floor(this.preciseMs());
  }

  preciseMs(): number {
    return this.startMs + (this.host.nowMs() - this.originMs) * this.factor;
  }

  realDelayMs(atMs: number): number {
    return Math.max(0, (atMs - this.preciseMs()) / this.factor);
  }
}

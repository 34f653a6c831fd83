import type { Host } from '../kernel/host.js';

/** How long one start may hold its place: what a slow one waits for may itself need a start. */
const longestHoldMs = 1_000;

/** Lets only so many processes begin at the same time, so that a burst of cold starts does not slow every one of them. */
export class StartGate {
  private readonly waiting: (() => void)[] = [];

  constructor(
    private open: number,
    private readonly host: Host,
  ) {}

  async pass<T>(begin: () => Promise<T>): Promise<T> {
    if (this.open > 0) this.open--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    let isHeld = true;
    const leave = () => {
      if (!isHeld) return;
      isHeld = false;
      limit.cancel();
      const next = this.waiting.shift();
      if (next) next();
      else this.open++;
    };
    const limit = this.host.timer(longestHoldMs, leave);
    try {
      return await begin();
    } finally {
      leave();
    }
  }
}

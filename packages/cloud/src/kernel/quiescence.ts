import type { Host } from './host.js';

/** Counts the work that is under way, and tells when there is none: what `settled()` and `advance()` wait for. */
export class Quiescence {
  private busy = 0;
  private waiting: (() => void)[] = [];
  private checking = false;

  constructor(
    private readonly host: Host,
    /** Whether something is due that has not begun. */
    private readonly pending: () => boolean,
  ) {}

  enter(): void {
    this.busy++;
  }

  leave(): void {
    this.busy--;
    if (this.busy === 0) this.changed();
  }

  /** Something finished: look whether all is quiet now. */
  changed(): void {
    if (this.waiting.length === 0 || this.checking) return;
    this.checking = true;
    // A turn of the event loop lets what just finished start what it causes.
    this.host.soon(() => {
      this.checking = false;
      if (this.busy > 0 || this.pending()) return;
      const waiting = this.waiting;
      this.waiting = [];
      for (const resolve of waiting) resolve();
    });
  }

  wait(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      if (this.busy === 0) this.changed();
    });
  }
}

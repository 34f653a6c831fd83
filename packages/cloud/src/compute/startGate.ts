/** Lets only so many processes begin at the same time, so that a burst of cold starts does not slow every one of them. */
export class StartGate {
  private open: number;
  private readonly waiting: (() => void)[] = [];

  constructor(places: number) {
    this.open = places;
  }

  async pass<T>(begin: () => Promise<T>): Promise<T> {
    if (this.open > 0) this.open--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await begin();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.open++;
    }
  }
}

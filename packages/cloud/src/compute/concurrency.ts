/** Why an invocation was not admitted; AWS's own words for it. */
export type ThrottleReason = 'ReservedFunctionConcurrentInvocationLimitExceeded' | 'ConcurrentInvocationLimitExceeded';

export interface ConcurrencyLimits {
  /** Of the function; undefined where it shares what is unreserved. */
  readonly reserved: number | undefined;
  /** What the account and region has left for functions that reserve nothing. */
  readonly unreserved: number;
}

/** Counts invocations under way. https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html */
export class ConcurrencyCount {
  private readonly running = new Map<string, number>();

  /** A function that gives the place back, or the reason for refusal. */
  admit(account: string, functionArn: string, limits: ConcurrencyLimits): (() => void) | ThrottleReason {
    const isReserved = limits.reserved !== undefined;
    const place = isReserved ? functionArn : account;
    const taken = this.running.get(place) ?? 0;
    if (isReserved && taken >= limits.reserved!) return 'ReservedFunctionConcurrentInvocationLimitExceeded';
    if (!isReserved && taken >= limits.unreserved) return 'ConcurrentInvocationLimitExceeded';
    this.running.set(place, taken + 1);
    let given = false;
    return () => {
      if (given) return;
      given = true;
      const left = this.running.get(place)! - 1;
      if (left === 0) this.running.delete(place);
      else this.running.set(place, left);
    };
  }
}

/** When an asynchronous invocation is tried again. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */

/** After errors of the function: one minute, then two. */
export const failureDelayMs = (failures: number): number => (failures <= 1 ? 60_000 : 120_000);

/** After throttling: from one second, doubling, up to five minutes. */
export const throttleDelayMs = (throttles: number): number => Math.min(1_000 * 2 ** Math.min(throttles - 1, 20), 300_000);

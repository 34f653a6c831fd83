/** The cloud's time. */
export interface Clock {
  readonly kind: 'real' | 'virtual' | 'scaled';
  /** Epoch milliseconds, whole. */
  nowMs(): number;
  /** Epoch milliseconds with a fraction, for the journal. */
  preciseMs(): number;
  /** Real milliseconds until the clock will read `atMs`; undefined where only `advance` gets it there. */
  realDelayMs(atMs: number): number | undefined;
}

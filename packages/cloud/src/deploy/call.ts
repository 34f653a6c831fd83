/** Any operation of any service, by its catalog name: `cloud.call`, or an SDK client behind it. */
export type Call = <O = Record<string, any>>(service: string, operation: string, input: object) => Promise<O>;

/** Whether a call was refused with one of these error codes. */
export const refusedWith = (error: unknown, ...codes: readonly string[]): boolean => error instanceof Error && codes.includes(error.name);

/** The answer, or undefined where the call was refused with one of these codes. */
export async function unless<O>(answer: Promise<O>, ...codes: readonly string[]): Promise<O | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (refusedWith(error, ...codes)) return undefined;
    throw error;
  }
}

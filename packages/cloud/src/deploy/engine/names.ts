export interface NameOptions {
  readonly maxLength?: number;
  readonly lowercase?: boolean;
  /** Kept at the end whatever is cut, such as `.fifo`. */
  readonly suffix?: string;
}

/** `STACK-LOGICALID-RANDOM` in at most `maxLength` characters; the random end is never cut. */
export function physicalName(stackName: string, logicalId: string, random: string, options: NameOptions = {}): string {
  const end = `-${random}${options.suffix ?? ''}`;
  const room = (options.maxLength ?? 255) - end.length;
  let name: string;
  if (stackName.length + 1 + logicalId.length <= room) {
    name = `${stackName}-${logicalId}`;
  } else {
    const first = Math.max(0, Math.min(stackName.length, Math.max(Math.floor((room - 1) / 2), room - 1 - logicalId.length)));
    name = `${stackName.slice(0, first)}-${logicalId.slice(0, Math.max(0, room - 1 - first))}`;
  }
  const whole = (name + end).replace(/^-+/, '');
  return options.lowercase ? whole.toLowerCase() : whole;
}

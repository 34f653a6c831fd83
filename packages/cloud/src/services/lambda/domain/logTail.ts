import type { LogEvent } from '../../../compute/functionSpec.js';
import { limits } from '../limits.js';

/** The last 4 KB of an invocation's log in base64, as `LogType: Tail` asks for. */
export function logTail(events: readonly LogEvent[]): string {
  const { value: mostBytes } = limits.logTailBytes;
  const chosen: Buffer[] = [];
  let bytes = 0;
  for (let i = events.length - 1; i >= 0 && bytes < mostBytes; i--) {
    const line = Buffer.from(`${events[i]!.message}\n`);
    chosen.unshift(line);
    bytes += line.byteLength;
  }
  const all = Buffer.concat(chosen);
  return all.subarray(Math.max(0, all.byteLength - mostBytes)).toString('base64');
}

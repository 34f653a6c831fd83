import { invalidToken } from '../errors.js';
import type { Position } from './logEvents.js';

/** A place between two events of a stream, where a reader goes on in either direction. */
export interface Gap {
  readonly at: Position;
  /** Behind the event at that position, or before it. */
  readonly behind: boolean;
}

export interface ReadToken extends Gap {
  readonly direction: 'forward' | 'backward';
}

const timeDigits = 20;
const sequenceDigits = 35;
const form = new RegExp(`^([fb])/(\\d{${timeDigits}})(\\d{${sequenceDigits}})([01])/s$`);

/** AWS's form of a token: the direction and 56 digits. */
export function encodeToken(direction: ReadToken['direction'], { at, behind }: Gap): string {
  const time = String(at.timestamp).padStart(timeDigits, '0');
  const sequence = String(at.sequence).padStart(sequenceDigits, '0');
  return `${direction === 'forward' ? 'f' : 'b'}/${time}${sequence}${behind ? 1 : 0}/s`;
}

/** Throws InvalidParameterException. */
export function decodeToken(token: string): ReadToken {
  const match = form.exec(token);
  if (!match) throw invalidToken();
  const [, direction, time, sequence, behind] = match;
  const at = { timestamp: Number(time), sequence: Number(sequence) };
  if (!Number.isSafeInteger(at.timestamp) || !Number.isSafeInteger(at.sequence)) throw invalidToken();
  return { direction: direction === 'f' ? 'forward' : 'backward', at, behind: behind === '1' };
}

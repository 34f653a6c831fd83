import type { LogStream } from './logStream.js';

const digits = 54;

/** AWS's 56 digits. No call asks for it any more, old clients still read it. */
export const nextSequenceToken = ({ nextSequence }: LogStream): string => `49${String(nextSequence).padStart(digits, '0')}`;

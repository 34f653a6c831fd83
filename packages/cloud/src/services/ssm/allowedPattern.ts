import { runInNewContext } from 'node:vm';
import { invalidAllowedPattern, parameterPatternMismatch, validation } from './errors.js';

/** A pattern that goes back and forth for ever must not stop the cloud. */
const longestMs = 100;

/** The whole value must match. Throws InvalidAllowedPatternException and ParameterPatternMismatchException. */
export function checkAllowedPattern(pattern: string, value: string): void {
  const source = `^(?:${pattern})$`;
  try {
    new RegExp(pattern);
    new RegExp(source);
  } catch {
    throw invalidAllowedPattern();
  }
  let matches: unknown;
  try {
    matches = runInNewContext('new RegExp(source).test(value)', { source, value }, { timeout: longestMs });
  } catch {
    throw validation(`AllowedPattern took more than ${longestMs} ms to check the value against.`);
  }
  if (matches !== true) throw parameterPatternMismatch(pattern);
}

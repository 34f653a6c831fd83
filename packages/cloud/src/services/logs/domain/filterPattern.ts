import { notImplemented } from '../../../kernel/errors.js';
import { parseFieldsPattern } from './fieldsPattern.js';
import { parseJsonPattern } from './jsonPattern.js';

/** Whether a message satisfies a pattern. */
export type MessageFilter = (message: string) => boolean;

/**
 * Compiles a filter pattern: terms, `{ $.json … }` or `[fields, …]`. Throws InvalidParameterException.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function parseFilterPattern(text: string): MessageFilter {
  const pattern = text.trim();
  if (pattern === '') return () => true;
  if (pattern.startsWith('{')) return parseJsonPattern(pattern);
  if (pattern.startsWith('[')) return parseFieldsPattern(pattern);
  return parseTerms(pattern);
}

const termForm = /([-?]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/y;

/** All plain terms and no `-term`; where there are only `?term`s, any of them. */
function parseTerms(pattern: string): MessageFilter {
  const wanted: string[] = [];
  const unwanted: string[] = [];
  const anyOf: string[] = [];
  for (let at = 0; at < pattern.length; ) {
    while (/\s/.test(pattern[at] ?? '')) at++;
    if (at >= pattern.length) break;
    termForm.lastIndex = at;
    const [whole, mark, quoted, plain] = termForm.exec(pattern)!;
    at += whole.length;
    if (plain?.startsWith('%')) throw notImplemented('regular expressions in CloudWatch Logs filter patterns');
    const term = quoted === undefined ? plain! : quoted.replace(/\\(.)/gs, '$1');
    (mark === '-' ? unwanted : mark === '?' ? anyOf : wanted).push(term);
  }
  // AWS ignores optional terms beside others.
  const optional = wanted.length === 0 && unwanted.length === 0 ? anyOf : [];
  return (message) =>
    wanted.every((term) => message.includes(term)) &&
    !unwanted.some((term) => message.includes(term)) &&
    (optional.length === 0 || optional.some((term) => message.includes(term)));
}

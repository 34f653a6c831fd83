import type { MessageFilter } from './filterPattern.js';
import { PatternTokens, comparandOf, compareNumbers, invalidPattern, isComparison, matchesGlob, parseBoolean } from './patternTokens.js';
import type { Comparand } from './patternTokens.js';

type FieldTest = (field: string) => boolean;

const words = /[^\s()&|=<>!",[\]]+/y;
const ellipsis = '...';

/**
 * `[ip, user, request = *.html, status = 4* && status != 404, ...]`: a message is cut at its spaces, except within quotes
 * and brackets, and must have as many fields as the pattern; `...` stands for any number of them.
 */
export function parseFieldsPattern(pattern: string): MessageFilter {
  if (!pattern.endsWith(']')) throw invalidPattern();
  const fields = splitFields(pattern.slice(1, -1));
  const gap = fields.indexOf(ellipsis);
  if (gap !== fields.lastIndexOf(ellipsis)) throw invalidPattern();
  const head = (gap < 0 ? fields : fields.slice(0, gap)).map(parseField);
  const tail = (gap < 0 ? [] : fields.slice(gap + 1)).map(parseField);
  const count = head.length + tail.length;
  return (message) => {
    const values = fieldsOf(message);
    if (gap < 0 ? values.length !== count : values.length < count) return false;
    const from = values.length - tail.length;
    return head.every((test, i) => test(values[i]!)) && tail.every((test, i) => test(values[from + i]!));
  };
}

function splitFields(text: string): string[] {
  const fields: string[] = [];
  let from = 0;
  let quoted = false;
  for (let at = 0; at <= text.length; at++) {
    if (text[at] === '"') quoted = !quoted;
    if (at < text.length && (text[at] !== ',' || quoted)) continue;
    fields.push(text.slice(from, at).trim());
    from = at + 1;
  }
  if (fields.includes('')) throw invalidPattern();
  return fields;
}

/** A name alone takes any value; conditions on one field name it each time. */
function parseField(text: string): FieldTest {
  const tokens = new PatternTokens(text, words);
  const name = tokens.peek();
  if (name.kind === 'word' && new RegExp(`^${words.source}$`).test(text)) return () => true;
  const test = parseBoolean<string>(tokens, () => parseCondition(tokens));
  if (tokens.next().kind !== 'end') throw invalidPattern();
  return test;
}

function parseCondition(tokens: PatternTokens): FieldTest {
  if (tokens.next().kind !== 'word') throw invalidPattern();
  const operator = tokens.next();
  if (operator.kind !== 'op' || !isComparison(operator.text)) throw invalidPattern();
  const comparand: Comparand = comparandOf(tokens.next());
  if ('number' in comparand) return (field) => field.trim() !== '' && compareNumbers(operator.text, Number(field), comparand.number);
  if (operator.text !== '=' && operator.text !== '!=') throw invalidPattern();
  return (field) => matchesGlob(comparand.glob, field) === (operator.text === '=');
}

/** A quote or bracket without its end is an ordinary character; looked for once, so that this takes linear time. */
function fieldsOf(message: string): string[] {
  const fields: string[] = [];
  const lastEnd: Readonly<Record<string, number>> = { '"': message.lastIndexOf('"'), '[': message.lastIndexOf(']') };
  for (let at = 0; at < message.length; ) {
    const char = message[at]!;
    if (isSpace(message, at)) {
      at++;
    } else if ((char === '"' || char === '[') && lastEnd[char]! > at) {
      const end = message.indexOf(char === '"' ? '"' : ']', at + 1);
      fields.push(message.slice(at + 1, end));
      at = end + 1;
    } else {
      const from = at;
      while (at < message.length && !isSpace(message, at)) at++;
      fields.push(message.slice(from, at));
    }
  }
  return fields;
}

/** Space and control characters. */
const isSpace = (text: string, at: number): boolean => text.charCodeAt(at) <= 0x20;

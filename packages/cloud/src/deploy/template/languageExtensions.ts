import { formatError, templateError } from '../errors.js';
import { limits } from '../limits.js';
import { evaluate } from './evaluate.js';
import type { EarlySurroundings } from './conditions.js';
import type { Json, JsonObject } from './json.js';
import { has, isObject } from './json.js';

const loop = 'Fn::ForEach::';

/**
 * Writes out every `Fn::ForEach::NAME: [IDENTIFIER, COLLECTION, BODY]` of a template that declares
 * `AWS::LanguageExtensions`.
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-foreach.html
 */
export function expandLoops(raw: JsonObject, surroundings: EarlySurroundings): JsonObject {
  const budget = { left: 20 * limits.resources };
  return expandObject(raw, {}, surroundings, budget);
}

type Names = Readonly<Record<string, string>>;
interface Budget {
  left: number;
}

function expand(value: Json, names: Names, s: EarlySurroundings, budget: Budget): Json {
  if (typeof value === 'string') return substitute(value, names);
  if (typeof value !== 'object' || value === null) return value;
  if (!isObject(value)) return value.map((item) => expand(item, names, s, budget));
  // `Ref` to an identifier is its value.
  if (typeof value.Ref === 'string' && Object.keys(value).length === 1 && has(names, value.Ref)) return names[value.Ref]!;
  return expandObject(value, names, s, budget);
}

function expandObject(value: JsonObject, names: Names, s: EarlySurroundings, budget: Budget): JsonObject {
  const out: Record<string, Json> = {};
  const add = (name: string, item: Json): void => {
    if (has(out, name)) throw formatError(`Fn::ForEach produces the key ${name} more than once`);
    if (--budget.left < 0) throw formatError('Fn::ForEach produces too many values');
    Object.defineProperty(out, name, { value: item, enumerable: true, writable: true, configurable: true });
  };
  for (const name of Object.keys(value)) {
    if (!name.startsWith(loop)) out[substitute(name, names)] = expand(value[name]!, names, s, budget);
    else expandLoop(name, value[name]!, names, s, budget, add);
  }
  return out;
}

function expandLoop(name: string, argument: Json, names: Names, s: EarlySurroundings, budget: Budget, add: (name: string, item: Json) => void): void {
  const malformed = (): Error => templateError(`${name} requires a list of three elements: an identifier, a collection and the output`);
  if (!Array.isArray(argument) || argument.length !== 3) throw malformed();
  const [identifier, collection, body] = argument as [Json, Json, Json];
  if (typeof identifier !== 'string' || !isObject(body)) throw malformed();
  if (has(names, identifier) || has(s.parameters, identifier)) throw templateError(`${name}: the identifier ${identifier} is already in use`);
  for (const item of items(collection, names, s, malformed)) {
    const expanded = expandObject(body, { ...names, [identifier]: item }, s, budget);
    for (const key of Object.keys(expanded)) add(key, expanded[key]!);
  }
}

function items(collection: Json, names: Names, s: EarlySurroundings, malformed: () => Error): string[] {
  const found = evaluate(expand(collection, names, s, { left: 1_000 }), {
    ...s,
    condition: () => { throw templateError('Fn::If cannot be used in a collection of Fn::ForEach'); },
    reference: () => { throw malformed(); },
    attribute: () => { throw malformed(); },
    exported: () => { throw malformed(); },
  });
  if (!Array.isArray(found)) throw malformed();
  return found.flat().map(String);
}

/** `${Name}` is the item, `&{Name}` the item without what is neither letter nor digit. */
function substitute(text: string, names: Names): string {
  if (!text.includes('{')) return text;
  return text.replace(/([$&])\{([A-Za-z0-9]+)\}/g, (whole, sign: string, name: string) => {
    if (!has(names, name)) return whole;
    return sign === '$' ? names[name]! : names[name]!.replace(/[^A-Za-z0-9]/g, '');
  });
}

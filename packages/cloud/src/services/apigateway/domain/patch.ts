import { badRequest } from '../errors.js';

/** One patch operation as the API takes it. */
export interface Patch {
  readonly op?: string | undefined;
  readonly path?: string | undefined;
  readonly value?: string | undefined;
  readonly from?: string | undefined;
}

/** What an operation does at a path; the names are what `{…}` in the rule's path stood for. */
export type PatchStep<T> = (record: T, value: string | undefined, names: readonly string[]) => T;

export interface PatchRule<T> {
  /** `/variables/{name}`: `{…}` stands for one segment, `~1` in it for a slash. */
  readonly path: string;
  readonly replace?: PatchStep<T>;
  readonly add?: PatchStep<T>;
  readonly remove?: PatchStep<T>;
}

/** How an entity words what it refuses; AWS's entities differ. */
export interface PatchWording<T> {
  path(path: string | undefined, op: string, rules: readonly PatchRule<T>[]): Error;
  operation(path: string, op: string, rule: PatchRule<T>, rules: readonly PatchRule<T>[]): Error;
}

const unescape = (segment: string): string => segment.replaceAll('~1', '/').replaceAll('~0', '~');

/** Segments of a JSON pointer, decoded. */
export const pointer = (path: string): string[] => path.split('/').slice(1).map(unescape);

function match(rule: string, path: string): string[] | undefined {
  const expected = rule.split('/');
  const actual = path.split('/');
  if (expected.length !== actual.length) return undefined;
  const names: string[] = [];
  for (let i = 0; i < expected.length; i++) {
    if (expected[i]!.startsWith('{')) {
      if (actual[i] === '') return undefined;
      names.push(unescape(actual[i]!));
    } else if (expected[i] !== actual[i]) return undefined;
  }
  return names;
}

/** The record after all operations, in order; the first that is refused refuses all. */
export function applyPatches<T>(record: T, patches: readonly Patch[] | undefined, rules: readonly PatchRule<T>[], wording: PatchWording<T>): T {
  let result = record;
  for (const { op = '', path, value } of patches ?? []) {
    let found: { rule: PatchRule<T>; names: string[] } | undefined;
    for (const rule of rules) {
      const names = path === undefined ? undefined : match(rule.path, path);
      if (names) {
        found = { rule, names };
        break;
      }
    }
    if (!found) throw wording.path(path, op, rules);
    const step = op === 'add' ? found.rule.add : op === 'remove' ? found.rule.remove : op === 'replace' ? found.rule.replace : undefined;
    if (!step) throw wording.operation(path!, op, found.rule, rules);
    result = step(result, value, found.names);
  }
  return result;
}

const supporting = <T>(rules: readonly PatchRule<T>[], op: string): string[] =>
  rules.filter((rule) => (op === 'add' ? rule.add : op === 'remove' ? rule.remove : op === 'replace' ? rule.replace : undefined)).map((rule) => rule.path);

/** Resources, models, validators, usage plans: the paths that would do are listed. */
export function listingWording<T>(): PatchWording<T> {
  const refuse = (path: string | undefined, op: string, rules: readonly PatchRule<T>[]) => {
    const choices = supporting(rules, op);
    const hint = choices.length === 0 ? 'Please choose supported operations' : `Must be one of: [${choices.join(', ')}]`;
    return badRequest(`Invalid patch path  '${path ?? 'null'}' specified for op '${op}'. ${hint}`);
  };
  return { path: refuse, operation: (path, op, _rule, rules) => refuse(path, op, rules) };
}

/** REST APIs and methods: a known path with another operation names the operations instead. */
export function plainWording<T>(): PatchWording<T> {
  return {
    path: (path) => badRequest(`Invalid patch path ${path ?? 'null'}`),
    operation: (path, _op, rule) => {
      const choices = (['add', 'remove', 'replace'] as const).filter((name) => rule[name]);
      if (choices.length === 1 && choices[0] === 'replace') return badRequest('Invalid patch operation specified. Must be one of: [replace]');
      if (choices.length === 3) return badRequest("Invalid patch operation specified. Must be 'add'|'remove'|'replace'");
      return badRequest(`Invalid patch path ${path}`);
    },
  };
}

/** Gateway responses, method responses, integrations: only the path is named. */
export function pathWording<T>(): PatchWording<T> {
  const refuse = (path: string | undefined) => badRequest(`Invalid patch path ${path ?? 'null'}`);
  return { path: refuse, operation: refuse };
}

/** Whatever is not `true` is false. */
export const patchBoolean = (value: string | undefined): boolean => value?.toLowerCase() === 'true';

export function patchInteger(value: string | undefined, what: string): number {
  if (value === undefined || !/^-?\d+$/.test(value)) throw badRequest(`Invalid value '${value ?? 'null'}' for ${what}: must be an integer`);
  return Number(value);
}

export function patchNumber(value: string | undefined, what: string): number {
  const number = value === undefined || value.trim() === '' ? NaN : Number(value);
  if (!Number.isFinite(number)) throw badRequest(`Invalid value '${value ?? 'null'}' for ${what}: must be a number`);
  return number;
}

/** A copy without one member; the same map where it has no such member. */
export function without<V>(map: Readonly<Record<string, V>> | undefined, name: string): Readonly<Record<string, V>> | undefined {
  if (!map || !Object.hasOwn(map, name)) return map;
  const { [name]: _gone, ...rest } = map;
  return rest;
}

export const withoutOrNone = <V>(map: Readonly<Record<string, V>> | undefined, name: string): Readonly<Record<string, V>> | undefined => {
  const rest = without(map, name);
  return rest && Object.keys(rest).length > 0 ? rest : undefined;
};

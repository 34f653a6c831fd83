/**
 * A selection pattern as AWS (Java) reads it: the whole text must match, and flags may stand in front, as in `(?s).*`.
 * Undefined where it is no regular expression.
 */
export function compileSelection(pattern: string): RegExp | undefined {
  const flags = /^\(\?([ims]+)\)/.exec(pattern);
  const source = flags ? pattern.slice(flags[0].length) : pattern;
  try {
    return new RegExp(`^(?:${source})$`, flags?.[1] ?? '');
  } catch {
    return undefined;
  }
}

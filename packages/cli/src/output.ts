/** What the command line prints, and how: colours only where they are wanted, JSON where scripts read. */
export interface Output {
  readonly json: boolean;
  /** A line for people; nothing with `--json`. */
  line(text?: string): void;
  /** The result for scripts; nothing without `--json`. */
  result(value: unknown): void;
  readonly style: Style;
}

export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

const wrap =
  (enabled: boolean, open: number, close: number) =>
  (text: string): string =>
    enabled ? `\u001b[${open}m${text}\u001b[${close}m` : text;

/** NO_COLOR (any non-empty value) wins, then FORCE_COLOR, then whether a terminal reads. https://no-color.org */
export function createOutput(json: boolean, environment: NodeJS.ProcessEnv = process.env, terminal = process.stdout.isTTY === true): Output {
  const forced = environment['FORCE_COLOR'] !== undefined && environment['FORCE_COLOR'] !== '0';
  const colours = !json && !environment['NO_COLOR'] && (forced || terminal);
  return {
    json,
    line: (text = '') => void (json || process.stdout.write(`${text}\n`)),
    result: (value) => void (json && process.stdout.write(`${JSON.stringify(value)}\n`)),
    style: {
      bold: wrap(colours, 1, 22),
      dim: wrap(colours, 2, 22),
      red: wrap(colours, 31, 39),
      green: wrap(colours, 32, 39),
      yellow: wrap(colours, 33, 39),
      cyan: wrap(colours, 36, 39),
    },
  };
}

/** Something the user can mend: one line on stderr, and an exit code. */
export class UserError extends Error {
  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
    this.name = 'UserError';
  }
}

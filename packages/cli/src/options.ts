import type { Command } from 'commander';
import { UserError } from './output.js';

/** Options that most commands share. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly endpoint?: string;
}

export interface StartOptions {
  readonly json?: boolean;
  readonly port: string;
  readonly data?: string;
  readonly account?: string;
  readonly region?: string;
  readonly enforceIam?: boolean;
  readonly blueprint?: string;
}

export const withJson = (command: Command): Command => command.option('--json', 'print JSON, one value a line');

export const withLab = (command: Command): Command =>
  withJson(command).option('--endpoint <url>', 'the lab to talk to (default: $TERRELLA_ENDPOINT or http://127.0.0.1:4566)');

export const withStart = (command: Command): Command =>
  withJson(command)
    .option('--port <n>', 'port on 127.0.0.1; 0 takes any free one', '4566')
    .option('--data <dir>', 'keep everything in this directory; without it the lab forgets when it stops')
    .option('--account <id>', 'account of callers with dummy credentials, twelve digits', '000000000000')
    .option('--region <name>', 'region of callers who name none', 'us-east-1')
    .option('--enforce-iam', 'evaluate IAM policies on every call');

export function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new UserError(`--port must be a number from 0 to 65535, not ${text}`, 2);
  return port;
}

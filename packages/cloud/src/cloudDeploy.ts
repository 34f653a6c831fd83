import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Cloud } from './cloud.js';
import { deployAssembly, deployTemplate } from './deploy/index.js';
import type { Call, StackEvent, StackResult } from './deploy/index.js';
import type { Scope } from './kernel/identity.js';

export interface DeployOptions {
  /** Of a template; default: the file's name, or `Stack`. */
  readonly stackName?: string;
  /** `NAME`, or `STACK:NAME` for one stack of an assembly. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly account?: string;
  readonly region?: string;
  readonly onProgress?: (event: StackEvent) => void;
}

const kindOf = (what: string): 'directory' | 'file' | 'text' => {
  if (/^\s*[{]|\n/.test(what)) return 'text';
  return statSync(what).isDirectory() ? 'directory' : 'file';
};

/** `cloud.deploy()`. */
export async function deployInto(cloud: Cloud, what: string, options: DeployOptions): Promise<StackResult[]> {
  const scope = { account: options.account ?? cloud.account, region: options.region ?? cloud.region };
  const callIn = (target: Scope): Call => (service, operation, input) => cloud.call(service, operation, input, target);
  const { parameters = {}, onProgress } = options;
  const shared = { call: callIn(scope), scope, parameters, ...(onProgress && { onProgress }) };
  const kind = kindOf(what);
  if (kind === 'directory') return deployAssembly({ ...shared, directory: what, callIn });
  const templateBody = kind === 'text' ? what : await readFile(what, 'utf8');
  const fileName = kind === 'text' ? 'Stack' : basename(what).replace(/(\.template)?\.\w+$/, '');
  return [await deployTemplate({ ...shared, templateBody, stackName: options.stackName ?? fileName })];
}

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FunctionSpec } from './functionSpec.js';
import { checkArchive } from './codePackage.js';
import { readZipEntry } from './zip.js';

/** Where an environment finds its code. */
export interface CodeTree {
  readonly taskRoot: string;
  /** What AWS mounts at /opt; undefined without layers. */
  readonly layerRoot: string | undefined;
}

/** Packages that AWS's Node.js runtimes bring along. */
const runtimeScopes = ['@aws-sdk', '@smithy', '@aws', '@aws-crypto'];

/**
 * Code packages unpacked under one directory, each once: `ROOT/TREE/task` and `ROOT/TREE/opt`. Node.js looks for packages in
 * `node_modules` of every directory above, so `TREE/node_modules` gives a function its layers' packages and
 * `ROOT/node_modules` the AWS SDK, for `require` and `import` alike and only where its own code has none.
 */
export class CodeTrees {
  private readonly trees = new Map<string, Promise<CodeTree>>();
  private linked = false;

  constructor(readonly root: string) {}

  /** The tree of this code and these layers; unpacked on first use. */
  tree(spec: FunctionSpec, blob: (hash: string) => Uint8Array): Promise<CodeTree> {
    const name = treeName(spec);
    let tree = this.trees.get(name);
    if (!tree) {
      tree = this.unpack(join(this.root, name), spec, blob);
      tree.catch(() => this.trees.delete(name));
      this.trees.set(name, tree);
    }
    return tree;
  }

  private async unpack(directory: string, { code, layerHashes, runtime }: FunctionSpec, blob: (hash: string) => Uint8Array): Promise<CodeTree> {
    this.linkRuntimePackages();
    let taskRoot = join(directory, 'task');
    if (code.kind === 'directory') taskRoot = code.path;
    else if (code.kind === 'package') await unpackArchive(blob(code.hash), taskRoot);
    if (layerHashes.length === 0) return { taskRoot, layerRoot: undefined };
    const layerRoot = join(directory, 'opt');
    for (const hash of layerHashes) await unpackArchive(blob(hash), layerRoot);
    linkLayerPackages(layerRoot, join(directory, 'node_modules'), runtime);
    return { taskRoot, layerRoot };
  }

  private linkRuntimePackages(): void {
    if (this.linked) return;
    this.linked = true;
    const installed = installedPackages();
    const target = join(this.root, 'node_modules');
    mkdirSync(target, { recursive: true });
    for (const scope of runtimeScopes) {
      const source = installed && join(installed, scope);
      if (source && existsSync(source)) symlinkSync(source, join(target, scope), 'dir');
    }
  }
}

/** The `node_modules` that holds the SDK beside which this package is installed. */
function installedPackages(): string | undefined {
  try {
    const description = createRequire(import.meta.url).resolve('@aws-sdk/client-sts/package.json');
    return dirname(dirname(dirname(description)));
  } catch {
    return undefined;
  }
}

function treeName({ code, layerHashes, runtime }: FunctionSpec): string {
  const source = code.kind === 'package' ? code.hash : code.kind === 'directory' ? `directory ${code.path}` : 'inline';
  const parts = layerHashes.length > 0 ? [source, runtime, ...layerHashes] : [source];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 24);
}

async function unpackArchive(bytes: Uint8Array, target: string): Promise<void> {
  const made = new Set<string>();
  const make = async (directory: string) => {
    if (made.has(directory)) return;
    made.add(directory);
    await mkdir(directory, { recursive: true });
  };
  await make(target);
  for (const entry of checkArchive(bytes).entries) {
    const file = join(target, entry.path);
    if (entry.isDirectory) await make(file);
    else {
      await make(dirname(file));
      await writeFile(file, readZipEntry(bytes, entry), { mode: entry.isExecutable ? 0o755 : 0o644 });
    }
  }
}

/** `nodejs/nodeNN/node_modules` before `nodejs/node_modules`, as NODE_PATH has them on AWS. */
function linkLayerPackages(layerRoot: string, target: string, runtime: string): void {
  for (const source of layerPackageDirectories(layerRoot, runtime)) {
    for (const name of packagesOf(source)) {
      const link = join(target, name);
      if (existsSync(link)) continue;
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(source, name), link, 'dir');
    }
  }
}

/** Where a layer may hold Node.js packages, the most specific first. */
export function layerPackageDirectories(layerRoot: string, runtime: string): string[] {
  const major = /^nodejs(\d+)\.x$/.exec(runtime)?.[1];
  if (major === undefined) return [];
  return [join(layerRoot, 'nodejs', `node${major}`, 'node_modules'), join(layerRoot, 'nodejs', 'node_modules')];
}

function packagesOf(directory: string): string[] {
  if (!existsSync(directory)) return [];
  const names = readdirSync(directory).filter((name) => !name.startsWith('.'));
  return names.flatMap((name) => (name.startsWith('@') ? readdirSync(join(directory, name)).map((inner) => `${name}/${inner}`) : [name]));
}

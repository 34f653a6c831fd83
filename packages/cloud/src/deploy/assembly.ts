import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Scope } from '../kernel/identity.js';
import { AssemblyError, fillPlaceholders, publishAssets } from './assets.js';
import type { Call } from './call.js';
import { deployTemplate, objectUrl } from './stackDeployment.js';
import type { StackEvent, StackResult } from './stackDeployment.js';
import { topologicalOrder } from './template/graph.js';

/** The part of a cloud assembly's manifest that is used. Source: https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.cloud_assembly_schema.AssemblyManifest.html */
interface Manifest {
  readonly artifacts?: Readonly<Record<string, Artifact>>;
  readonly missing?: readonly { readonly key: string }[];
}

interface Artifact {
  readonly type: string;
  readonly environment?: string;
  readonly dependencies?: readonly string[];
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly parameters?: Readonly<Record<string, string>>;
    readonly tags?: Readonly<Record<string, string>>;
    readonly terminationProtection?: boolean;
    readonly stackTemplateAssetObjectUrl?: string;
    readonly file?: string;
    readonly directoryName?: string;
  };
}

/** A stack of an assembly, ready to be deployed. */
export interface AssemblyStack {
  readonly name: string;
  readonly templateFile: string;
  /** `aws://ACCOUNT/REGION`; undefined where the app leaves it open. */
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly terminationProtection: boolean;
  /** `s3://BUCKET/KEY`, placeholders in it. */
  readonly templateObject: string | undefined;
  readonly assetManifests: readonly string[];
}

/** Every stack of a cloud assembly, stages included, each behind those it depends on. Throws AssemblyError. */
export async function readAssembly(directory: string): Promise<AssemblyStack[]> {
  const file = join(directory, 'manifest.json');
  if (!existsSync(file)) throw new AssemblyError(`${directory} is no cloud assembly: it has no manifest.json`);
  const manifest = parse(await readFile(file, 'utf8'), file);
  const missing = manifest.missing?.map(({ key }) => key) ?? [];
  if (missing.length > 0) throw new AssemblyError(`The app still asks for context: ${missing.join(', ')}. Run cdk synth where it can be looked up, and keep cdk.context.json`);
  const artifacts = manifest.artifacts ?? {};
  const graph = new Map(Object.entries(artifacts).map(([id, { dependencies = [] }]) => [id, dependencies]));
  const stacks: AssemblyStack[] = [];
  for (const id of topologicalOrder(graph)) {
    const artifact = artifacts[id]!;
    if (artifact.type === 'aws:cloudformation:stack') stacks.push(stackOf(directory, id, artifact, artifacts));
    else if (artifact.type === 'cdk:cloud-assembly') stacks.push(...(await readAssembly(join(directory, artifact.properties!.directoryName!))));
  }
  return stacks;
}

function parse(text: string, file: string): Manifest {
  try {
    return JSON.parse(text) as Manifest;
  } catch {
    throw new AssemblyError(`${file} is not JSON`);
  }
}

function stackOf(directory: string, id: string, { environment, properties = {}, dependencies = [] }: Artifact, artifacts: Readonly<Record<string, Artifact>>): AssemblyStack {
  const [, account, region] = /^aws:\/\/([^/]+)\/([^/]+)$/.exec(environment ?? '') ?? [];
  const known = (value: string | undefined, unknown: string): string | undefined => (value === unknown ? undefined : value);
  return {
    name: properties.stackName ?? id,
    templateFile: join(directory, properties.templateFile!),
    account: known(account, 'unknown-account'),
    region: known(region, 'unknown-region'),
    parameters: properties.parameters ?? {},
    tags: properties.tags ?? {},
    terminationProtection: properties.terminationProtection ?? false,
    templateObject: properties.stackTemplateAssetObjectUrl,
    assetManifests: dependencies.flatMap((dependency) => {
      const artifact = artifacts[dependency];
      return artifact?.type === 'cdk:asset-manifest' ? [join(directory, artifact.properties!.file!)] : [];
    }),
  };
}

export interface AssemblyDeployment {
  /** `cdk.out`. */
  readonly directory: string;
  readonly call: Call;
  /** Account and region that `call` reaches; where stacks go that name none. */
  readonly scope: Scope;
  /** Gives the `call` for stacks of another account or region. Without it those are refused. */
  readonly callIn?: (scope: Scope) => Call;
  /** `NAME` for every stack that has the parameter, `STACK:NAME` for one. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly onProgress?: (event: StackEvent) => void;
}

/**
 * Publishes the assets of a CDK app and deploys its stacks in order. No bootstrap is needed: the asset bucket is made where
 * it is missing. Rejects with AssemblyError, DeploymentError, or the error with which CloudFormation refuses a template.
 */
export async function deployAssembly(options: AssemblyDeployment): Promise<StackResult[]> {
  const stacks = await readAssembly(options.directory);
  if (stacks.length === 0) throw new AssemblyError(`${options.directory} holds no stack`);
  const bodies = await Promise.all(stacks.map(({ templateFile }) => readFile(templateFile, 'utf8')));
  const parameters = sortParameters(options.parameters ?? {}, stacks, bodies);
  const results: StackResult[] = [];
  for (const [i, stack] of stacks.entries()) results.push(await deployStack(stack, bodies[i]!, parameters[i]!, options));
  return results;
}

async function deployStack(stack: AssemblyStack, body: string, parameters: Readonly<Record<string, string>>, options: AssemblyDeployment): Promise<StackResult> {
  const scope = { account: stack.account ?? options.scope.account, region: stack.region ?? options.scope.region };
  const here = scope.account === options.scope.account && scope.region === options.scope.region;
  const call = here ? options.call : options.callIn?.(scope);
  if (!call) throw new AssemblyError(`Stack ${stack.name} is for account ${scope.account} in ${scope.region}; this deployment goes to ${options.scope.account} in ${options.scope.region}`);
  for (const manifest of stack.assetManifests) await publishAssets(manifest, call, scope);
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(fillPlaceholders(stack.templateObject ?? '', scope)) ?? [];
  return deployTemplate({
    ...(bucket !== undefined && key !== undefined ? { templateUrl: objectUrl(scope, bucket, key) } : { templateBody: body }),
    stackName: stack.name,
    call,
    scope,
    parameters: { ...stack.parameters, ...parameters },
    tags: stack.tags,
    terminationProtection: stack.terminationProtection,
    ...(options.onProgress && { onProgress: options.onProgress }),
  });
}

/** The given parameters by stack, in the stacks' order. Each has to be one of some stack. */
function sortParameters(given: Readonly<Record<string, string>>, stacks: readonly AssemblyStack[], bodies: readonly string[]): Record<string, string>[] {
  const unused = new Set(Object.keys(given));
  const sorted = stacks.map(({ name: stackName }, i) => {
    const { Parameters = {} } = JSON.parse(bodies[i]!) as { Parameters?: object };
    const out: Record<string, string> = {};
    for (const name of Object.keys(Parameters)) {
      for (const key of [name, `${stackName}:${name}`]) {
        if (!Object.hasOwn(given, key)) continue;
        out[name] = given[key]!;
        unused.delete(key);
      }
    }
    return out;
  });
  if (unused.size > 0) throw new AssemblyError(`No stack has the parameter ${[...unused].join(', ')}`);
  return sorted;
}

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Scope } from '../kernel/identity.js';
import { zipDirectory } from './archive.js';
import { assetBucket, ensureAssetBucket } from './bootstrap.js';
import type { Call } from './call.js';
import { unless } from './call.js';

/** The part of CDK's asset manifest that is used. Source: https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.cloud_assembly_schema.AssetManifest.html */
interface AssetManifest {
  readonly files?: Readonly<Record<string, FileAsset>>;
  readonly dockerImages?: Readonly<Record<string, { readonly displayName?: string; readonly source?: { readonly directory?: string } }>>;
}

interface FileAsset {
  readonly displayName?: string;
  readonly source: { readonly path?: string; readonly packaging?: string; readonly executable?: readonly string[] };
  readonly destinations: Readonly<Record<string, { readonly bucketName: string; readonly objectKey: string; readonly region?: string }>>;
}

/** A CDK app that cannot be deployed as it stands. */
export class AssemblyError extends Error {
  override readonly name = 'AssemblyError';
}

/** CDK's placeholders filled in. */
export const fillPlaceholders = (text: string, { account, region }: Scope): string =>
  text.replaceAll('${AWS::AccountId}', account).replaceAll('${AWS::Region}', region).replaceAll('${AWS::Partition}', 'aws');

/** Uploads every file asset that is not in its bucket yet. Throws AssemblyError, naming the asset, where it cannot. */
export async function publishAssets(manifestFile: string, call: Call, scope: Scope): Promise<void> {
  const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as AssetManifest;
  const [image] = Object.entries(manifest.dockerImages ?? {});
  if (image) throw new AssemblyError(`Asset ${image[1].displayName ?? image[0]} is a container image (${image[1].source?.directory ?? 'no directory'}): Terrella has no image registry yet`);
  const buckets = new Map<string, Promise<void>>();
  await Promise.all(Object.entries(manifest.files ?? {}).map(([id, asset]) => publish(id, asset, dirname(manifestFile), call, scope, buckets)));
}

async function publish(id: string, asset: FileAsset, directory: string, call: Call, scope: Scope, buckets: Map<string, Promise<void>>): Promise<void> {
  const name = asset.displayName ?? id;
  const { path, executable, packaging = 'file' } = asset.source;
  if (path === undefined) throw new AssemblyError(`Asset ${name} is made by a command (${executable?.join(' ') ?? 'none given'}): Terrella publishes files and directories only`);
  const source = resolve(directory, path);
  for (const destination of Object.values(asset.destinations)) {
    const Bucket = fillPlaceholders(destination.bucketName, scope);
    const Key = fillPlaceholders(destination.objectKey, scope);
    const region = fillPlaceholders(destination.region ?? scope.region, scope);
    if (region !== scope.region) throw new AssemblyError(`Asset ${name} goes to region ${region}, its stack to ${scope.region}: Terrella publishes assets in their stack's region only`);
    if (!buckets.has(Bucket)) buckets.set(Bucket, ensureBucket(call, scope, Bucket));
    await buckets.get(Bucket);
    if (await unless(call('s3', 'HeadObject', { Bucket, Key }), 'NotFound', 'NoSuchKey', '404')) continue;
    if (!existsSync(source)) throw new AssemblyError(`Asset ${name} is missing: there is no ${source}`);
    await call('s3', 'PutObject', { Bucket, Key, Body: packaging === 'zip' ? await zipDirectory(source) : await readFile(source) });
  }
}

/** The bootstrap bucket is made where it is missing; any other is the app's own and has to be there. */
async function ensureBucket(call: Call, scope: Scope, bucket: string): Promise<void> {
  const qualifier = /^cdk-([A-Za-z0-9]+)-assets-/.exec(bucket)?.[1];
  if (qualifier !== undefined && bucket === assetBucket(scope, qualifier)) await ensureAssetBucket(call, scope, qualifier);
}

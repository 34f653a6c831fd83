import type { PropertyShape } from '../../../kernel/resourceType.js';
import type { Patch } from '../domain/patch.js';

/** A setting of a stage for one method, or for all with `/*` and `*`. */
export interface MethodSetting {
  readonly ResourcePath?: string;
  readonly HttpMethod?: string;
  readonly CacheDataEncrypted?: boolean;
  readonly CacheTtlInSeconds?: number;
  readonly CachingEnabled?: boolean;
  readonly DataTraceEnabled?: boolean;
  readonly LoggingLevel?: string;
  readonly MetricsEnabled?: boolean;
  readonly ThrottlingBurstLimit?: number;
  readonly ThrottlingRateLimit?: number;
}

export const settingProperties = {
  CacheDataEncrypted: 'boolean',
  CacheTtlInSeconds: 'integer',
  CachingEnabled: 'boolean',
  DataTraceEnabled: 'boolean',
  LoggingLevel: 'string',
  MetricsEnabled: 'boolean',
  ThrottlingBurstLimit: 'integer',
  ThrottlingRateLimit: 'number',
} as const satisfies Record<string, PropertyShape>;

export const methodSettingsShape: PropertyShape = [{ properties: { ResourcePath: 'string', HttpMethod: 'string', ...settingProperties } }];

const patchNames: Readonly<Record<keyof typeof settingProperties, string>> = {
  CacheDataEncrypted: 'caching/dataEncrypted',
  CacheTtlInSeconds: 'caching/ttlInSeconds',
  CachingEnabled: 'caching/enabled',
  DataTraceEnabled: 'logging/dataTrace',
  LoggingLevel: 'logging/loglevel',
  MetricsEnabled: 'metrics/enabled',
  ThrottlingBurstLimit: 'throttling/burstLimit',
  ThrottlingRateLimit: 'throttling/rateLimit',
};

/** `/*` and `*` for all; paths come with slashes as `~1`, the root as `/`. */
function placeOf({ ResourcePath = '/*', HttpMethod = '*' }: MethodSetting): string {
  const path = ResourcePath.replace(/^\//, '');
  return `/${path === '' ? '~1' : path.replaceAll('/', '~1')}/${HttpMethod}`;
}

/** Patches that make these the settings of a stage. */
export function settingPatches(before: readonly MethodSetting[], after: readonly MethodSetting[]): Patch[] {
  const places = new Set(after.map(placeOf));
  const gone = before.map(placeOf).filter((place) => !places.has(place));
  const removals = gone.map((path) => ({ op: 'remove', path }));
  const changes = after.flatMap((setting) =>
    Object.entries(patchNames).flatMap(([property, name]) => {
      const value = setting[property as keyof typeof patchNames];
      return value === undefined ? [] : [{ op: 'replace', path: `${placeOf(setting)}/${name}`, value: String(value) }];
    }),
  );
  return [...removals, ...changes];
}

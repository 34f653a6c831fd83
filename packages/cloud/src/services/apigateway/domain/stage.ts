import { notImplemented } from '../../../kernel/errors.js';
import { badRequest } from '../errors.js';
import { limits } from '../limits.js';
import { patchBoolean, patchInteger, patchNumber, pointer, withoutOrNone } from './patch.js';
import type { Patch } from './patch.js';
import type { MethodSettingRecord, StageRecord } from './state.js';
import { dateOf } from './time.js';

export function checkStageName(name: string): void {
  if (!/^[a-zA-Z0-9_-]+$/.test(name)) throw badRequest('Stage name only allows a-zA-Z0-9_-');
  if (name.length > limits.stageName.value) throw badRequest(`Stage name must be at most ${limits.stageName.value} characters`);
}

export function checkVariables(variables: Readonly<Record<string, string>> | undefined): void {
  for (const [name, value] of Object.entries(variables ?? {})) {
    if (!/^[a-zA-Z0-9_]+$/.test(name)) throw badRequest(`Stage variable name can only have alphanumeric characters and underscores: ${name}`);
    if (!/^[A-Za-z0-9\-._~:/?#&=,@ ]*$/.test(value)) {
      throw badRequest(`Stage variable value ${value} contains invalid characters. Please use values with alphanumeric characters and the symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', ',', and '@'.`);
    }
  }
}

/** Values of a method that has a setting of its own, where it says nothing else. */
const defaultSetting: MethodSettingRecord = {
  metricsEnabled: false,
  dataTraceEnabled: false,
  throttlingBurstLimit: limits.accountBurst.value,
  throttlingRateLimit: limits.accountRate.value,
  cachingEnabled: false,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
};

type SettingStep = (setting: MethodSettingRecord, value: string | undefined) => MethodSettingRecord;

const strategies = ['FAIL_WITH_403', 'SUCCEED_WITH_RESPONSE_HEADER', 'SUCCEED_WITHOUT_RESPONSE_HEADER'] as const;

const settingSteps: Readonly<Record<string, SettingStep>> = {
  'metrics/enabled': (setting, value) => ({ ...setting, metricsEnabled: patchBoolean(value) }),
  'logging/dataTrace': (setting, value) => ({ ...setting, dataTraceEnabled: patchBoolean(value) }),
  'logging/loglevel'(setting, value) {
    if (value !== 'OFF' && value !== 'ERROR' && value !== 'INFO') throw badRequest(`Invalid logging level specified: ${value ?? 'null'}. Valid options are OFF,ERROR,INFO`);
    return { ...setting, loggingLevel: value };
  },
  'throttling/burstLimit': (setting, value) => ({ ...setting, throttlingBurstLimit: patchInteger(value, 'throttling/burstLimit') }),
  'throttling/rateLimit': (setting, value) => ({ ...setting, throttlingRateLimit: patchNumber(value, 'throttling/rateLimit') }),
  'caching/enabled': (setting, value) => ({ ...setting, cachingEnabled: patchBoolean(value) }),
  'caching/ttlInSeconds': (setting, value) => ({ ...setting, cacheTtlInSeconds: patchInteger(value, 'caching/ttlInSeconds') }),
  'caching/dataEncrypted': (setting, value) => ({ ...setting, cacheDataEncrypted: patchBoolean(value) }),
  'caching/requireAuthorizationForCacheControl': (setting, value) => ({ ...setting, requireAuthorizationForCacheControl: patchBoolean(value) }),
  'caching/unauthorizedCacheControlHeaderStrategy'(setting, value) {
    const strategy = strategies.find((name) => name === value);
    if (!strategy) throw badRequest(`Invalid strategy specified. Valid options are ${strategies.join(',')}`);
    return { ...setting, unauthorizedCacheControlHeaderStrategy: strategy };
  },
};

const settingPaths = (place: string) => [
  `/${place}/metrics/enabled`,
  `/${place}/logging/dataTrace`,
  `/${place}/logging/loglevel`,
];

const cachingPaths = (place: string) => [
  `/${place}/caching/enabled`,
  `/${place}/caching/dataEncrypted`,
  `/${place}/caching/requireAuthorizationForCacheControl`,
  `/${place}/caching/unauthorizedCacheControlHeaderStrategy`,
];

const own = '{resourcePath}/{httpMethod}';

/** AWS's list word for word, with the commas it forgets. */
const validPaths = [
  '/deploymentId',
  '/description',
  '/cacheClusterEnabled',
  '/cacheClusterSize',
  '/clientCertificateId',
  '/accessLogSettings',
  '/accessLogSettings/destinationArn',
  '/accessLogSettings/format',
  ...settingPaths(own),
  `/${own}/throttling/burstLimit/${own}/throttling/rateLimit/${own}/caching/ttlInSeconds`,
  ...cachingPaths(own),
  ...settingPaths('*/*'),
  '/*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds',
  ...cachingPaths('*/*'),
  '/variables/{variable_name}',
  '/tracingEnabled',
];

const invalidPath = (path: string | undefined) => badRequest(`Invalid method setting path: ${path ?? 'null'}. Must be one of: [${validPaths.join(', ')}]`);

/**
 * The key of a method's settings: its path with slashes as `~1` and without the first, then its method: `orders~1{id}/GET`,
 * `~1/GET` for the root, and `*` for all.
 */
export function settingKey(resourcePath: string, httpMethod: string): string {
  const path = resourcePath === '/' ? '/' : resourcePath.replace(/^\//, '');
  return `${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${httpMethod}`;
}

function patchStage(stage: StageRecord, op: string, path: string, value: string | undefined): StageRecord {
  const names = pointer(path);
  if (op === 'replace' || op === 'add') {
    if (path === '/deploymentId') return { ...stage, deploymentId: value ?? '' };
    if (path === '/description') return { ...stage, description: value || undefined } as StageRecord;
    if (path === '/tracingEnabled') return { ...stage, tracingEnabled: patchBoolean(value) };
    if (path === '/accessLogSettings/destinationArn') return { ...stage, accessLogSettings: { ...stage.accessLogSettings, destinationArn: checkLogDestination(value) } };
    if (path === '/accessLogSettings/format') return { ...stage, accessLogSettings: { ...stage.accessLogSettings, format: value ?? '' } };
    if (path === '/cacheClusterEnabled' && !patchBoolean(value)) return stage;
    if (path === '/cacheClusterEnabled' || path === '/cacheClusterSize') throw notImplemented('the cache cluster of REST API stages');
    if (path === '/clientCertificateId') throw notImplemented('client certificates of REST API stages');
    if (names.length === 2 && names[0] === 'variables') {
      checkVariables({ [names[1]!]: value ?? '' });
      return { ...stage, variables: { ...stage.variables, [names[1]!]: value ?? '' } };
    }
  }
  if (op === 'remove') {
    if (path === '/accessLogSettings') return { ...stage, accessLogSettings: undefined } as unknown as StageRecord;
    if (names.length === 2 && names[0] === 'variables') return { ...stage, variables: withoutOrNone(stage.variables, names[1]!) } as StageRecord;
  }
  return patchSetting(stage, op, path, names, value);
}

function patchSetting(stage: StageRecord, op: string, path: string, names: readonly string[], value: string | undefined): StageRecord {
  if (names.length < 2 || names[0] === 'tags' || names[0] === '') throw invalidPath(path);
  const name = names[0] === '*' ? `*/${names[1]}` : settingKey(names[0]!, names[1]!);
  if (op === 'remove' && names.length === 2) return { ...stage, methodSettings: withoutOrNone(stage.methodSettings, name) ?? {} };
  const step = settingSteps[names.slice(2).join('/')];
  if (!step || (op !== 'replace' && op !== 'add')) throw invalidPath(path);
  const before = stage.methodSettings[name] ?? defaultSetting;
  return { ...stage, methodSettings: { ...stage.methodSettings, [name]: step(before, value) } };
}

function checkLogDestination(arn: string | undefined): string {
  if (arn && /^arn:aws[a-z-]*:firehose:/.test(arn)) throw notImplemented('access logs to Firehose');
  if (!arn || !/^arn:aws[a-z-]*:logs:[a-z0-9-]+:\d{12}:log-group:[^:*]+(:\*)?$/.test(arn)) {
    throw badRequest('Invalid ARN specified in the request. ARN for a CloudWatch Logs log group or a Firehose delivery stream is expected');
  }
  return arn;
}

/** Whether the stage writes logs, for which the account needs a role. */
export const writesLogs = (stage: StageRecord): boolean =>
  stage.accessLogSettings?.destinationArn !== undefined ||
  Object.values(stage.methodSettings).some(({ loggingLevel }) => loggingLevel === 'ERROR' || loggingLevel === 'INFO');

/** https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateStage-Patch */
export function applyStagePatches(stage: StageRecord, patches: readonly Patch[] | undefined): StageRecord {
  let result = stage;
  for (const { op = '', path, value } of patches ?? []) {
    if (path === undefined) throw invalidPath(path);
    if (op === 'copy') throw notImplemented('canary releases of REST API stages');
    result = patchStage(result, op, path, value);
  }
  if (/\n./.test(result.accessLogSettings?.format ?? '')) {
    throw badRequest('Access Log format must be single line, new line character is allowed only at end of the format');
  }
  return result;
}

export const showStage = (stage: StageRecord, withTags: boolean) => ({
  deploymentId: stage.deploymentId,
  stageName: stage.stageName,
  description: stage.description,
  cacheClusterEnabled: false,
  cacheClusterStatus: 'NOT_AVAILABLE' as const,
  methodSettings: Object.fromEntries(Object.entries(stage.methodSettings).map(([name, setting]) => [name, { ...setting }])),
  variables: stage.variables && { ...stage.variables },
  accessLogSettings: stage.accessLogSettings && { ...stage.accessLogSettings },
  tracingEnabled: stage.tracingEnabled,
  tags: withTags && Object.keys(stage.tags).length > 0 ? { ...stage.tags } : undefined,
  createdDate: dateOf(stage.createdAtMs),
  lastUpdatedDate: dateOf(stage.lastUpdatedAtMs),
});

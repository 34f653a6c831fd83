import type { Principal } from '../../kernel/identity.js';
import type { Flow } from '../../kernel/service.js';
import { dynamicReferences, withDynamicValues } from '../template/dynamicReferences.js';
import type { DynamicReference } from '../template/dynamicReferences.js';
import { isObject } from '../template/json.js';
import { ResourceFailure } from './failure.js';

/** The value with its dynamic references looked up now, in the deployer's name. */
export async function lookUpDynamicValues<T>(flow: Flow, principal: Principal, value: T): Promise<T> {
  const found = dynamicReferences(value);
  if (found.size === 0) return value;
  const values = new Map<string, string>();
  for (const [text, reference] of found) {
    values.set(text, reference.kind === 'secretsmanager' ? await secret(flow, principal, reference) : await parameter(flow, principal, reference));
  }
  return withDynamicValues(value, values) as T;
}

type Ssm = Extract<DynamicReference, { name: string }>;
type Secret = Extract<DynamicReference, { secretId: string }>;

async function parameter(flow: Flow, principal: Principal, reference: Ssm): Promise<string> {
  const Name = reference.version === undefined ? reference.name : `${reference.name}:${reference.version}`;
  const { Parameter } = await flow.call<{ Parameter: { Type: string; Value: string } }>(
    'ssm', 'GetParameter', { Name, WithDecryption: reference.kind === 'ssm-secure' }, { principal },
  );
  if (reference.kind === 'ssm' && Parameter.Type === 'SecureString') {
    throw new ResourceFailure(`Non-secure ssm prefix was used for secure parameter: [${reference.name}]`);
  }
  return Parameter.Value;
}

async function secret(flow: Flow, principal: Principal, reference: Secret): Promise<string> {
  const input = { SecretId: reference.secretId, VersionStage: reference.versionStage, VersionId: reference.versionId };
  const { SecretString } = await flow.call<{ SecretString?: string }>('secretsmanager', 'GetSecretValue', input, { principal });
  if (SecretString === undefined) throw new ResourceFailure(`Secrets Manager secret ${reference.secretId} holds no SecretString`);
  if (reference.jsonKey === undefined) return SecretString;
  let values: unknown;
  try {
    values = JSON.parse(SecretString);
  } catch {
    throw new ResourceFailure(`Could not parse SecretString JSON of ${reference.secretId}`);
  }
  if (!isObject(values) || !Object.hasOwn(values, reference.jsonKey)) {
    throw new ResourceFailure(`Could not find a value associated with JSONKey in SecretString`);
  }
  const value = values[reference.jsonKey];
  return typeof value === 'string' ? value : JSON.stringify(value);
}

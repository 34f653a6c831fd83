import type { Parameter as ShownParameter, ParameterHistory, ParameterMetadata } from '@aws-sdk/client-ssm';
import { labelsOf } from './parameter.js';
import type { Parameter, ParameterVersion } from './parameter.js';

const valueFor = (version: ParameterVersion, withDecryption: boolean | undefined): string =>
  version.ciphertext === undefined || withDecryption === true ? version.value : version.ciphertext;

export const showParameter = (
  parameter: Parameter,
  version: ParameterVersion,
  withDecryption: boolean | undefined,
  selector?: string,
): ShownParameter => ({
  Name: parameter.name,
  Type: version.type,
  Value: valueFor(version, withDecryption),
  Version: version.version,
  ...(selector !== undefined && { Selector: `:${selector}` }),
  LastModifiedDate: new Date(version.modifiedAtMs),
  ARN: parameter.arn,
  DataType: version.dataType,
});

/** What metadata and history say alike. */
const description = (parameter: Parameter, version: ParameterVersion) => ({
  Name: parameter.name,
  Type: version.type,
  KeyId: version.keyId,
  LastModifiedDate: new Date(version.modifiedAtMs),
  LastModifiedUser: version.modifiedBy,
  Description: version.description,
  AllowedPattern: version.allowedPattern,
  Version: version.version,
  Tier: version.tier,
  Policies: [],
  DataType: version.dataType,
});

export const showMetadata = (parameter: Parameter, version: ParameterVersion): ParameterMetadata => ({
  ...description(parameter, version),
  ARN: parameter.arn,
});

export const showHistory = (parameter: Parameter, version: ParameterVersion, withDecryption: boolean | undefined): ParameterHistory => ({
  ...description(parameter, version),
  Value: valueFor(version, withDecryption),
  Labels: labelsOf(parameter, version.version),
});

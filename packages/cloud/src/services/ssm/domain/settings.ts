import type { PutParameterCommandInput } from '@aws-sdk/client-ssm';
import { notImplemented } from '../../../kernel/errors.js';
import { validation } from '../errors.js';
import { limits } from '../limits.js';
import type { ParameterType, ParameterVersion, Tier } from './parameter.js';

type Settings = Pick<ParameterVersion, 'type' | 'keyId' | 'tier' | 'dataType' | 'description' | 'allowedPattern'>;

/**
 * What a new version is like: what the request says, and where it says nothing, what the version before was like.
 * `standardIsFull`: no further standard parameter fits the account. Throws ValidationException.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
export function settingsOf(input: PutParameterCommandInput, previous: ParameterVersion | undefined, standardIsFull: boolean): Settings {
  const type = (input.Type ?? previous?.type) as ParameterType | undefined;
  if (type === undefined) throw validation('A parameter type is required when you create a parameter.');
  if (input.KeyId !== undefined && type !== 'SecureString') throw validation('KeyId is required for SecureString type parameter only.');
  const dataType = input.DataType ?? previous?.dataType ?? 'text';
  checkDataType(dataType);
  return {
    type,
    keyId: type === 'SecureString' ? (input.KeyId ?? previous?.keyId ?? 'alias/aws/ssm') : undefined,
    tier: tierOf(input, previous?.tier, standardIsFull),
    dataType,
    description: input.Description ?? previous?.description,
    allowedPattern: input.AllowedPattern ?? previous?.allowedPattern,
  };
}

function checkDataType(dataType: string): void {
  if (dataType === 'text') return;
  if (dataType === 'aws:ec2:image' || dataType === 'aws:ssm:integration') throw notImplemented(`DataType ${dataType} of Systems Manager PutParameter`);
  throw validation(`The following data type is not supported: ${dataType} (Data type names are all lowercase.)`);
}

const sizeLink = 'https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html';

function tierOf({ Tier: asked, Value }: PutParameterCommandInput, previous: Tier | undefined, standardIsFull: boolean): Tier {
  const size = Buffer.byteLength(Value!);
  const { standardValueSize, advancedValueSize } = limits;
  if (previous === 'Advanced' && asked === 'Standard') {
    throw validation(
      'This parameter uses the advanced-parameter tier. You can\'t downgrade a parameter from the advanced-parameter tier to the ' +
        'standard-parameter tier. If necessary, you can delete the advanced parameter and recreate it as a standard parameter. ' +
        'Be aware that standard parameters have a content size limit of 4 KB.',
    );
  }
  const needed = asked === 'Intelligent-Tiering' && (size > standardValueSize.value || (standardIsFull && previous === undefined));
  const tier = previous === 'Advanced' || asked === 'Advanced' || needed ? 'Advanced' : 'Standard';
  if (tier === 'Standard' && size > standardValueSize.value) {
    throw validation(
      `Standard tier parameters support a maximum parameter value of ${standardValueSize.value} characters. To create a larger ` +
        `parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see ${sizeLink}`,
    );
  }
  if (size > advancedValueSize.value) {
    throw validation(`Advanced tier parameters support a maximum parameter value of ${advancedValueSize.value} characters.`);
  }
  return tier;
}

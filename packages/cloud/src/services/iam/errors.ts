import { AwsError } from '../../kernel/errors.js';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
export const noSuchEntity = (message: string): AwsError => new AwsError('NoSuchEntity', message, { statusCode: 404 });

export const entityAlreadyExists = (message: string): AwsError => new AwsError('EntityAlreadyExists', message, { statusCode: 409 });

export const deleteConflict = (message: string): AwsError => new AwsError('DeleteConflict', message, { statusCode: 409 });

export const limitExceeded = (message: string): AwsError => new AwsError('LimitExceeded', message, { statusCode: 409 });

export const quotaExceeded = (quota: string, value: number): AwsError => limitExceeded(`Cannot exceed quota for ${quota}: ${value}`);

export const invalidInput = (message: string): AwsError => new AwsError('InvalidInput', message);

export const validationError = (message: string): AwsError => new AwsError('ValidationError', message);

export const accessDenied = (message: string): AwsError => new AwsError('AccessDenied', message, { statusCode: 403 });

export const malformedPolicyDocument = (message: string): AwsError => new AwsError('MalformedPolicyDocument', message);

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** `The role with name x cannot be found.` */
export const noSuchHolder = (kind: string, name: string): AwsError => noSuchEntity(`The ${kind} with name ${name} cannot be found.`);

export const holderExists = (kind: string, name: string): AwsError => entityAlreadyExists(`${capital(kind)} with name ${name} already exists.`);

export const noSuchInlinePolicy = (kind: string, name: string): AwsError =>
  noSuchEntity(`The ${kind} policy with name ${name} cannot be found.`);

export const noSuchPolicy = (arn: string): AwsError => noSuchEntity(`Policy ${arn} was not found.`);

export const notAttachable = (arn: string): AwsError => noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);

export const noSuchPolicyVersion = (arn: string, version: string): AwsError =>
  noSuchEntity(`Policy ${arn} version ${version} does not exist or is not attachable.`);

export const noSuchInstanceProfile = (name: string): AwsError => noSuchEntity(`Instance Profile ${name} cannot be found.`);

export const noSuchAccessKey = (id: string): AwsError => noSuchEntity(`The Access Key with id ${id} cannot be found.`);

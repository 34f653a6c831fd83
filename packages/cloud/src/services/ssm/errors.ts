import { AwsError } from '../../kernel/errors.js';
import { limits } from './limits.js';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/CommonErrors.html */
export const validation = (message: string) => new AwsError('ValidationException', message);

export const accessDenied = (message: string) => new AwsError('AccessDeniedException', message);

/** AWS says nothing but the code. */
export const parameterNotFound = (message = '') => new AwsError('ParameterNotFound', message);

export const parameterVersionNotFound = (selector: string | number, name: string) =>
  new AwsError('ParameterVersionNotFound', `Systems Manager could not find version ${selector} of ${name}. Verify the version and try again.`);

export const parameterAlreadyExists = () =>
  new AwsError(
    'ParameterAlreadyExists',
    'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
  );

export const parameterMaxVersionLimitExceeded = (name: string, oldestVersion: number) =>
  new AwsError(
    'ParameterMaxVersionLimitExceeded',
    `You attempted to create a new version of ${name} by calling the PutParameter API with the overwrite flag. ` +
      `Version ${oldestVersion}, the oldest version, can't be deleted because it has a label associated with it. ` +
      'Move the label to another version of the parameter, and try again.',
  );

export const parameterLimitExceeded = (tier: 'standard' | 'advanced', count: number) =>
  new AwsError(
    'ParameterLimitExceeded',
    `You have reached the maximum number of ${tier} parameters for this AWS account and Region (${count}). To add more parameters, ` +
      `either delete existing parameters${tier === 'standard' ? ' or upgrade to the advanced-parameter tier (charges apply)' : ''}.`,
  );

export const hierarchyLevelLimitExceeded = () =>
  new AwsError('HierarchyLevelLimitExceededException', `A hierarchy can have a maximum of ${limits.hierarchyLevels.value} levels.`);

export const invalidAllowedPattern = () =>
  new AwsError('InvalidAllowedPatternException', 'The request does not meet the regular expression requirement.');

export const parameterPatternMismatch = (pattern: string) =>
  new AwsError('ParameterPatternMismatchException', `Parameter value, cannot be validated against allowedPattern: ${pattern}`);

export const parameterVersionLabelLimitExceeded = () =>
  new AwsError(
    'ParameterVersionLabelLimitExceeded',
    `A parameter version can have maximum ${limits.labelsPerVersion.value} labels.Move one or more labels to another version and try again.`,
  );

export const invalidNextToken = () => new AwsError('InvalidNextToken', 'The specified token is not valid.');

export const invalidFilterKey = (message: string) => new AwsError('InvalidFilterKey', message);

export const invalidFilterOption = (message: string) => new AwsError('InvalidFilterOption', message);

export const invalidFilterValue = (message: string) => new AwsError('InvalidFilterValue', message);

export const invalidResourceId = () => new AwsError('InvalidResourceId', 'The resource ID is not valid. Verify that you entered the correct ID and try again.');

export const tooManyTags = () =>
  new AwsError('TooManyTagsError', 'The Targets parameter includes too many tags. Remove one or more tags and try the command again.');

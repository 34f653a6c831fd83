import { AwsError } from '../../kernel/errors.js';

/** Errors of CloudWatch Logs. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/CommonErrors.html */
export const invalidParameter = (message: string) => new AwsError('InvalidParameterException', message);

export const validation = (message: string) => new AwsError('ValidationException', message);

export const groupNotFound = () => new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');

/** AWS documents that it refuses, not in which words. */
export const deletionProtected = (name: string) =>
  validation(`The log group ${name} has deletion protection enabled. Disable it before you delete the log group or its streams.`);

export const streamNotFound = () => new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');

export const groupExists = () => new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');

export const streamExists = () => new AwsError('ResourceAlreadyExistsException', 'The specified log stream already exists');

export const resourceNotFound = () => new AwsError('ResourceNotFoundException', 'The specified resource does not exist.');

export const policyNotFound = (name: string) => new AwsError('ResourceNotFoundException', `Policy with name [${name}] does not exist.`);

export const limitExceeded = () => new AwsError('LimitExceededException', 'Resource limit exceeded.');

export const tooManyTags = (resourceName: string) =>
  new AwsError('TooManyTagsException', 'The resource has too many tags.', { members: { resourceName } });

export const invalidToken = () => invalidParameter('The specified nextToken is invalid.');

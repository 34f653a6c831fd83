import { AwsError } from '../../kernel/errors.js';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/CommonErrors.html */
export const validation = (message: string) => new AwsError('ValidationException', message);

export const invalidParameter = (message: string) => new AwsError('InvalidParameterException', message);

export const invalidRequest = (message: string) => new AwsError('InvalidRequestException', message);

export const limitExceeded = (message: string) => new AwsError('LimitExceededException', message);

const resourceNotFound = (message: string) => new AwsError('ResourceNotFoundException', message);

export const secretNotFound = () => resourceNotFound("Secrets Manager can't find the specified secret.");

export const valueNotFound = (kind: 'staging label' | 'VersionId', name: string) =>
  resourceNotFound(`Secrets Manager can't find the specified secret value for ${kind}: ${name}`);

export const markedForDeletion = () => invalidRequest("You can't perform this operation on the secret because it was marked for deletion.");

export const alreadyScheduledForDeletion = () =>
  invalidRequest("You can't perform this operation on the secret because it was already scheduled for deletion.");

export const nameScheduledForDeletion = () =>
  invalidRequest("You can't create this secret because a secret with this name is already scheduled for deletion.");

export const secretExists = (name: string) =>
  new AwsError('ResourceExistsException', `The operation failed because the secret ${name} already exists.`);

export const tokenInUse = (token: string, arn: string) =>
  new AwsError(
    'ResourceExistsException',
    `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${arn}.`,
  );

export const tokenMissing = () => invalidRequest('You must provide a ClientRequestToken value. We recommend a UUID-type value.');

export const malformedPolicy = (message: string) => new AwsError('MalformedPolicyDocumentException', message);

export const publicPolicy = () =>
  new AwsError('PublicPolicyException', 'This resource policy grants broad access to the secret. The parameter BlockPublicPolicy does not allow that.');

export const invalidNextToken = () => new AwsError('InvalidNextTokenException', 'The NextToken value is invalid.');

import { AwsError } from '../../kernel/errors.js';

/** Errors of the control plane. Messages are AWS's own, as its API answers them (observed 2024-2026). */

export const badRequest = (message: string): AwsError => new AwsError('BadRequestException', message);

export const notFound = (message: string): AwsError => new AwsError('NotFoundException', message, { statusCode: 404 });

export const conflict = (message: string): AwsError => new AwsError('ConflictException', message, { statusCode: 409 });

export const limitExceeded = (message: string): AwsError => new AwsError('LimitExceededException', message, { statusCode: 429 });

export const apiNotFound = (account: string, id: string): AwsError => notFound(`Invalid API identifier specified ${account}:${id}`);

export const resourceNotFound = (): AwsError => notFound('Invalid Resource identifier specified');

export const methodNotFound = (): AwsError => notFound('Invalid Method identifier specified');

export const integrationNotFound = (): AwsError => notFound('Invalid Integration identifier specified');

export const responseNotFound = (): AwsError => notFound('Invalid Response status code specified');

export const modelNotFound = (name: string): AwsError => notFound(`Invalid model name specified: ${name}`);

export const validatorNotFound = (): AwsError => notFound('Invalid Request Validator identifier specified');

export const deploymentNotFound = (): AwsError => notFound('Invalid Deployment identifier specified');

export const stageNotFound = (): AwsError => notFound('Invalid Stage identifier specified');

export const apiKeyNotFound = (): AwsError => notFound('Invalid API Key identifier specified');

export const usagePlanNotFound = (): AwsError => notFound('Invalid Usage Plan ID specified');

export const parameterNotFound = (): AwsError => notFound('Invalid parameter name specified');

export const contentTypeNotFound = (): AwsError => notFound('Content-Type specified was not found');

/** What AWS says where a count is full, for example of `resources`. */
export const tooMany = (what: string): AwsError =>
  limitExceeded(`Maximum number of ${what} for this API has been reached. Please contact AWS if you need additional ${what}.`);

import { AwsError } from '../kernel/errors.js';

/** What CloudFormation answers to nearly everything that is wrong with a request or template. */
export const validationError = (message: string): AwsError => new AwsError('ValidationError', message);

/** The template's structure is wrong. */
export const formatError = (message: string): AwsError => validationError(`Template format error: ${message}`);

/** A function in the template is wrong or cannot be resolved. */
export const templateError = (message: string): AwsError => validationError(`Template error: ${message}`);

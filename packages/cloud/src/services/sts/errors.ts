import { AwsError } from '../../kernel/errors.js';

export const accessDenied = (message: string): AwsError => new AwsError('AccessDenied', message, { statusCode: 403 });

/** AssumeRole says no in the same words whether there is no such role or the role does not trust the caller. */
export const mayNotAssume = (caller: string, role: string): AwsError =>
  accessDenied(`User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${role}`);

export const validationError = (message: string): AwsError => new AwsError('ValidationError', message);


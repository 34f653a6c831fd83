import { AwsError } from '../../kernel/errors.js';

/** Errors of CloudWatch, by the names of the API's shapes; the wire gives Query callers the older codes (`InvalidParameterValue`). */
export const invalidValue = (message: string) => new AwsError('InvalidParameterValueException', message);

export const invalidCombination = (message: string) => new AwsError('InvalidParameterCombinationException', message);

export const missingParameter = (message: string) => new AwsError('MissingRequiredParameterException', message);

/** What GetMetricData, which has no errors of its own, answers. */
export const validationError = (message: string) => new AwsError('ValidationError', message);

export const invalidValueOf = (value: unknown, parameter: string) => invalidValue(`The value ${String(value)} for parameter ${parameter} is invalid.`);

export const exclusive = (first: string, second: string) =>
  invalidCombination(`The parameters ${first} and ${second} are mutually exclusive and you have specified both.`);

export const tooLarge = (collection: string, size: number) => invalidValue(`The collection ${collection} must not have a size greater than ${size}.`);

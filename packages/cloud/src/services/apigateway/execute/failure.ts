import type { GatewayResponseType } from '../domain/gatewayResponse.js';

/** Why the gateway answers by itself. */
export class GatewayFailure extends Error {
  constructor(
    readonly type: GatewayResponseType,
    message: string,
    /** Where it differs from the type's. */
    readonly statusCode?: string,
    /** `$context.error.validationErrorString`. */
    readonly validationError?: string,
  ) {
    super(message);
  }
}

/** Value of `x-amzn-ErrorType`. */
export const errorTypes: Readonly<Partial<Record<GatewayResponseType, string>>> = {
  ACCESS_DENIED: 'AccessDeniedException',
  API_CONFIGURATION_ERROR: 'InternalServerErrorException',
  BAD_REQUEST_BODY: 'BadRequestException',
  BAD_REQUEST_PARAMETERS: 'BadRequestException',
  INTEGRATION_FAILURE: 'InternalServerErrorException',
  INTEGRATION_TIMEOUT: 'InternalServerErrorException',
  INVALID_API_KEY: 'ForbiddenException',
  MISSING_AUTHENTICATION_TOKEN: 'MissingAuthenticationTokenException',
  QUOTA_EXCEEDED: 'LimitExceededException',
  REQUEST_TOO_LARGE: 'RequestTooLargeException',
  THROTTLED: 'TooManyRequestsException',
  UNSUPPORTED_MEDIA_TYPE: 'BadRequestException',
};

export const missingToken = (): GatewayFailure => new GatewayFailure('MISSING_AUTHENTICATION_TOKEN', 'Missing Authentication Token');

export const forbidden = (): GatewayFailure => new GatewayFailure('INVALID_API_KEY', 'Forbidden');

export const throttled = (): GatewayFailure => new GatewayFailure('THROTTLED', 'Too Many Requests');

export const quotaExceeded = (): GatewayFailure => new GatewayFailure('QUOTA_EXCEEDED', 'Limit Exceeded');

export const unsupportedMediaType = (): GatewayFailure => new GatewayFailure('UNSUPPORTED_MEDIA_TYPE', 'Unsupported Media Type');

/** A setting of the API that cannot work: 500. */
export const misconfigured = (): GatewayFailure => new GatewayFailure('API_CONFIGURATION_ERROR', 'Internal server error');

/** A function that failed or answered in another form than a proxy's: 502. */
export const badAnswer = (): GatewayFailure => new GatewayFailure('API_CONFIGURATION_ERROR', 'Internal server error', '502');

export const endpointTimedOut = (): GatewayFailure => new GatewayFailure('INTEGRATION_TIMEOUT', 'Endpoint request timed out');

export const endpointFailed = (): GatewayFailure => new GatewayFailure('INTEGRATION_FAILURE', 'Network error communicating with endpoint');

import { notImplemented } from '../../../kernel/errors.js';
import { badRequest, contentTypeNotFound, parameterNotFound } from '../errors.js';
import { parseTarget } from './mapping.js';
import { patchBoolean, pathWording, plainWording, without, withoutOrNone } from './patch.js';
import type { PatchRule } from './patch.js';
import type { MethodRecord, MethodResponseRecord } from './state.js';

const httpMethods = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'ANY'];

export function checkHttpMethod(httpMethod: string): void {
  if (!httpMethods.includes(httpMethod)) throw badRequest(`Invalid HttpMethod specified. Valid options are ${httpMethods.join(',')}`);
}

/** The type as it is kept. Only open methods so far: the others are refused where AWS would accept them. */
export function authorizationTypeOf(type: string, authorizerId: string | undefined): string {
  const name = type.toUpperCase();
  if (name === 'NONE') return 'NONE';
  if ((name === 'CUSTOM' || name === 'COGNITO_USER_POOLS') && !authorizerId) {
    throw badRequest('Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.');
  }
  if (name === 'CUSTOM' || name === 'COGNITO_USER_POOLS' || name === 'AWS_IAM') throw notImplemented(`authorizationType ${name} of REST API methods`);
  throw badRequest('Invalid authorization type specified. Valid options are NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS');
}

/** Names are `method.request.PLACE.NAME`, and a name stands for one place alone. */
export function checkRequestParameters(parameters: Readonly<Record<string, boolean>> | undefined): void {
  const seen = new Set<string>();
  for (const expression of Object.keys(parameters ?? {})) {
    const target = parseTarget(expression, 'method.request');
    if (!target) throw badRequest(`Invalid mapping expression parameter specified: ${expression}`);
    if (seen.has(target.name)) throw badRequest('Parameter names must be unique across querystring, header and path');
    seen.add(target.name);
  }
}

export function checkResponseParameters(parameters: Readonly<Record<string, boolean>> | undefined): void {
  for (const expression of Object.keys(parameters ?? {})) {
    if (parseTarget(expression, 'method.response')?.place !== 'header') throw badRequest(`Invalid mapping expression parameter specified: ${expression}`);
  }
}

/** What a method refers to must be there. */
export interface References {
  hasModel(name: string): boolean;
  hasValidator(id: string): boolean;
}

export function checkModels(models: Readonly<Record<string, string>> | undefined, references: References): void {
  for (const name of Object.values(models ?? {})) {
    if (!references.hasModel(name)) throw badRequest(`Invalid model identifier specified: ${name}`);
  }
}

export function checkValidator(id: string | undefined, references: References): void {
  if (id && !references.hasValidator(id)) throw badRequest('Invalid Request Validator identifier specified');
}

/** https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateMethod-Patch */
export const methodRules = (references: References): readonly PatchRule<MethodRecord>[] => {
  const setParameter = (method: MethodRecord, value: string | undefined, [name]: readonly string[]): MethodRecord => {
    const requestParameters = { ...method.requestParameters, [name!]: patchBoolean(value) };
    checkRequestParameters(requestParameters);
    return { ...method, requestParameters };
  };
  const setModel = (method: MethodRecord, value: string | undefined, [type]: readonly string[]): MethodRecord => {
    checkModels({ [type!]: value ?? '' }, references);
    return { ...method, requestModels: { ...method.requestModels, [type!]: value ?? '' } };
  };
  return [
    { path: '/authorizationType', replace: (method, value) => ({ ...method, authorizationType: authorizationTypeOf(value ?? '', undefined) }) },
    {
      path: '/authorizerId',
      replace: (method) => {
        if (method.authorizationType === 'NONE') return method;
        throw notImplemented('authorizers of REST APIs');
      },
    },
    { path: '/apiKeyRequired', replace: (method, value) => ({ ...method, apiKeyRequired: patchBoolean(value) }) },
    { path: '/operationName', replace: (method, value) => ({ ...method, operationName: value || undefined }) as MethodRecord },
    {
      path: '/requestValidatorId',
      replace: (method, value) => {
        checkValidator(value, references);
        return { ...method, requestValidatorId: value || undefined } as MethodRecord;
      },
    },
    {
      path: '/requestParameters/{name}',
      add: setParameter,
      replace: setParameter,
      remove: (method, _value, [name]) => ({ ...method, requestParameters: withoutOrNone(method.requestParameters, name!) }) as MethodRecord,
    },
    {
      path: '/requestModels/{type}',
      add: setModel,
      replace: setModel,
      remove: (method, _value, [type]) => ({ ...method, requestModels: withoutOrNone(method.requestModels, type!) }) as MethodRecord,
    },
  ];
};

export const methodWording = plainWording<MethodRecord>();

/** https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateMethodResponse-Patch */
export const methodResponseRules = (references: References): readonly PatchRule<MethodResponseRecord>[] => {
  const parameter = (replacing: boolean) => (response: MethodResponseRecord, value: string | undefined, [name]: readonly string[]): MethodResponseRecord => {
    if (replacing && !Object.hasOwn(response.responseParameters ?? {}, name!)) throw parameterNotFound();
    checkResponseParameters({ [name!]: true });
    return { ...response, responseParameters: { ...response.responseParameters, [name!]: patchBoolean(value) } };
  };
  const model = (replacing: boolean) => (response: MethodResponseRecord, value: string | undefined, [type]: readonly string[]): MethodResponseRecord => {
    if (replacing && !Object.hasOwn(response.responseModels ?? {}, type!)) throw contentTypeNotFound();
    checkModels({ [type!]: value ?? '' }, references);
    return { ...response, responseModels: { ...response.responseModels, [type!]: value ?? '' } };
  };
  return [
    {
      path: '/responseParameters/{name}',
      add: parameter(false),
      replace: parameter(true),
      remove: (response, _value, [name]) => {
        if (!Object.hasOwn(response.responseParameters ?? {}, name!)) throw parameterNotFound();
        return { ...response, responseParameters: withoutOrNone(response.responseParameters, name!) } as MethodResponseRecord;
      },
    },
    {
      path: '/responseModels/{type}',
      add: model(false),
      replace: model(true),
      remove: (response, _value, [type]) => {
        if (!Object.hasOwn(response.responseModels ?? {}, type!)) throw contentTypeNotFound();
        return { ...response, responseModels: withoutOrNone(response.responseModels, type!) } as MethodResponseRecord;
      },
    },
  ];
};

export const methodResponseWording = pathWording<MethodResponseRecord>();

/** The method without one of its responses. */
export const withoutMethodResponse = (method: MethodRecord, statusCode: string): MethodRecord => {
  const methodResponses = without(method.methodResponses, statusCode)!;
  return { ...method, methodResponses: Object.keys(methodResponses).length > 0 ? methodResponses : undefined } as MethodRecord;
};

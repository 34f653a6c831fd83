import type { Scope } from '../../../kernel/identity.js';

/** ARNs of the control plane: the account is empty, the resource is the path of its REST API. */
export const arnOf = (scope: Scope, path: string): string => `arn:aws:apigateway:${scope.region}::${path}`;

/** The path that an ARN names, whatever its partition; undefined where it is none of API Gateway's. */
export function pathOfArn(arn: string): string | undefined {
  return /^arn:aws[a-z-]*:apigateway:[a-z0-9-]*::(\/.+)$/.exec(arn)?.[1];
}

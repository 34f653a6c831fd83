import { prefix } from '../../../kernel/collection.js';
import type { Collection } from '../../../kernel/collection.js';
import type { Context } from '../../../kernel/service.js';
import { badRequest, notFound } from '../errors.js';
import { listingWording } from './patch.js';
import type { PatchRule } from './patch.js';
import { gatewayResponses, models, requestValidators, resources } from './state.js';
import type { ApiSnapshot, DeploymentRecord, RestApiRecord } from './state.js';
import { dateOf } from './time.js';

/** The API as it is now, frozen. Records are immutable, so that nothing is copied. */
export function takeSnapshot(ctx: Context, api: RestApiRecord): ApiSnapshot {
  const all = <T>(part: Collection<T>): T[] => Array.from(ctx.table(part).range({ prefix: prefix(api.id) }), ([, record]) => record);
  const snapshot: ApiSnapshot = {
    binaryMediaTypes: api.binaryMediaTypes,
    disableExecuteApiEndpoint: api.disableExecuteApiEndpoint,
    resources: all(resources),
    models: all(models),
    requestValidators: all(requestValidators),
    gatewayResponses: all(gatewayResponses),
    ...(api.minimumCompressionSize === undefined ? {} : { minimumCompressionSize: api.minimumCompressionSize }),
  };
  const methods = snapshot.resources.flatMap((resource) => Object.values(resource.methods));
  if (methods.length === 0) throw badRequest("The REST API doesn't contain any methods");
  if (methods.some((method) => !method.methodIntegration)) throw notFound('No integration defined for method');
  return snapshot;
}

/** https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html#UpdateDeployment-Patch */
export const deploymentRules: readonly PatchRule<DeploymentRecord>[] = [
  { path: '/description', replace: (deployment, description) => ({ ...deployment, description }) as DeploymentRecord },
];

export const deploymentWording = listingWording<DeploymentRecord>();

type MethodSummary = { authorizationType: string; apiKeyRequired: boolean };

const summaryOf = ({ resources: all }: ApiSnapshot): Record<string, Record<string, MethodSummary>> => {
  const summary: Record<string, Record<string, MethodSummary>> = {};
  for (const { path, methods } of all) {
    for (const method of Object.values(methods)) {
      (summary[path] ??= {})[method.httpMethod] = { authorizationType: method.authorizationType, apiKeyRequired: method.apiKeyRequired };
    }
  }
  return summary;
};

export const showDeployment = (deployment: DeploymentRecord, withSummary: boolean) => ({
  id: deployment.id,
  description: deployment.description,
  createdDate: dateOf(deployment.createdAtMs),
  apiSummary: withSummary ? summaryOf(deployment.snapshot) : undefined,
});

import type { UnlabelParameterVersionCommandInput, UnlabelParameterVersionCommandOutput } from '@aws-sdk/client-ssm';
import { operation } from '../../../kernel/service.js';
import { requireParameter } from '../domain/find.js';
import { withoutLabels } from '../domain/labels.js';
import { referencedArn } from '../domain/names.js';
import { parameters, versionOf } from '../domain/parameter.js';
import { parameterVersionNotFound } from '../errors.js';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UnlabelParameterVersion.html */
export const unlabelParameterVersion = operation<UnlabelParameterVersionCommandInput, UnlabelParameterVersionCommandOutput>({
  resource: (input, scope) => referencedArn(scope, input.Name!),
  run(input, ctx) {
    const { nameKey, parameter } = requireParameter(ctx, input.Name!);
    const version = input.ParameterVersion!;
    if (version < 0 || !versionOf(ctx, nameKey, version)) throw parameterVersionNotFound(version, parameter.name);
    const unlabelled = withoutLabels(parameter, version, input.Labels!);
    ctx.table(parameters).put(nameKey, unlabelled.parameter);
    return { RemovedLabels: [...unlabelled.removed], InvalidLabels: [...unlabelled.invalid] };
  },
});

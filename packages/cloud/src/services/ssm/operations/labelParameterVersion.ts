import type { LabelParameterVersionCommandInput, LabelParameterVersionCommandOutput } from '@aws-sdk/client-ssm';
import { operation } from '../../../kernel/service.js';
import { requireParameter } from '../domain/find.js';
import { withLabels } from '../domain/labels.js';
import { referencedArn } from '../domain/names.js';
import { parameters, versionOf } from '../domain/parameter.js';
import { parameterVersionNotFound } from '../errors.js';

/** The newest version unless told otherwise. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_LabelParameterVersion.html */
export const labelParameterVersion = operation<LabelParameterVersionCommandInput, LabelParameterVersionCommandOutput>({
  resource: (input, scope) => referencedArn(scope, input.Name!),
  run(input, ctx) {
    const { nameKey, parameter } = requireParameter(ctx, input.Name!);
    const version = input.ParameterVersion ?? parameter.latestVersion;
    if (version < 0 || !versionOf(ctx, nameKey, version)) throw parameterVersionNotFound(version, parameter.name);
    const labelled = withLabels(parameter, version, input.Labels!);
    ctx.table(parameters).put(nameKey, labelled.parameter);
    return { InvalidLabels: [...labelled.invalid], ParameterVersion: version };
  },
});

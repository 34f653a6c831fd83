import type { DeleteParameterCommandInput, DeleteParameterCommandOutput } from '@aws-sdk/client-ssm';
import { operation } from '../../../kernel/service.js';
import { requireParameter } from '../domain/find.js';
import { referencedArn } from '../domain/names.js';
import { removeParameter } from '../domain/parameter.js';

/** With all its versions. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameter.html */
export const deleteParameter = operation<DeleteParameterCommandInput, DeleteParameterCommandOutput>({
  resource: (input, scope) => referencedArn(scope, input.Name!),
  run(input, ctx) {
    removeParameter(ctx, requireParameter(ctx, input.Name!));
    return {};
  },
});

import type { DeleteParametersCommandInput, DeleteParametersCommandOutput } from '@aws-sdk/client-ssm';
import { operation } from '../../../kernel/service.js';
import { parameterNamed } from '../domain/find.js';
import { referencedArn } from '../domain/names.js';
import { removeParameter } from '../domain/parameter.js';

/** Up to 10 at once. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameters.html */
export const deleteParameters = operation<DeleteParametersCommandInput, DeleteParametersCommandOutput>({
  resource: (input, scope) => (input.Names!.length === 1 ? referencedArn(scope, input.Names![0]!) : undefined),
  access: (input, scope) => input.Names!.map((name) => ({ action: 'ssm:DeleteParameters', resource: referencedArn(scope, name) })),
  run(input, ctx) {
    const deleted: string[] = [];
    const invalid: string[] = [];
    for (const name of new Set(input.Names)) {
      const found = parameterNamed(ctx, name);
      if (found) removeParameter(ctx, found);
      (found ? deleted : invalid).push(name);
    }
    return { DeletedParameters: deleted, InvalidParameters: invalid };
  },
});

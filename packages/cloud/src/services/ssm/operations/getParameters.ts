import type { GetParametersCommandInput, GetParametersCommandOutput, Parameter } from '@aws-sdk/client-ssm';
import { AwsError } from '../../../kernel/errors.js';
import { operation } from '../../../kernel/service.js';
import type { Context } from '../../../kernel/service.js';
import { findVersion } from '../domain/find.js';
import { referencedArn } from '../domain/names.js';
import { showParameter } from '../domain/show.js';

/** Up to 10 at once. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
export const getParameters = operation<GetParametersCommandInput, GetParametersCommandOutput>({
  resource: (input, scope) => (input.Names!.length === 1 ? referencedArn(scope, input.Names![0]!) : undefined),
  access: (input, scope) => input.Names!.map((name) => ({ action: 'ssm:GetParameters', resource: referencedArn(scope, name) })),
  run(input, ctx) {
    const found: Parameter[] = [];
    const invalid: string[] = [];
    for (const name of new Set(input.Names)) {
      const parameter = shown(ctx, name, input.WithDecryption);
      if (parameter) found.push(parameter);
      else invalid.push(name);
    }
    return { Parameters: found, InvalidParameters: invalid };
  },
});

function shown(ctx: Context, name: string, withDecryption: boolean | undefined): Parameter | undefined {
  try {
    const { parameter, version, selector } = findVersion(ctx, name);
    return showParameter(parameter, version, withDecryption, selector);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

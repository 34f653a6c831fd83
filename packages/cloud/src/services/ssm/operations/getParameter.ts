import type { GetParameterCommandInput, GetParameterCommandOutput } from '@aws-sdk/client-ssm';
import { operation } from '../../../kernel/service.js';
import { findVersion } from '../domain/find.js';
import { referencedArn } from '../domain/names.js';
import { showParameter } from '../domain/show.js';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html */
export const getParameter = operation<GetParameterCommandInput, GetParameterCommandOutput>({
  resource: (input, scope) => referencedArn(scope, input.Name!),
  run(input, ctx) {
    const { parameter, version, selector } = findVersion(ctx, input.Name!);
    return { Parameter: showParameter(parameter, version, input.WithDecryption, selector) };
  },
});

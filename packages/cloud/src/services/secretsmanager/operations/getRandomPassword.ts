import type { GetRandomPasswordCommandInput, GetRandomPasswordCommandOutput } from '@aws-sdk/client-secrets-manager';
import { operation } from '../../../kernel/service.js';
import { generatePassword } from '../domain/password.js';

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html */
export const getRandomPassword = operation<GetRandomPasswordCommandInput, GetRandomPasswordCommandOutput>({
  run: (input, ctx) => ({ RandomPassword: generatePassword(ctx.random, input) }),
});

import type { GetSessionTokenCommandInput, GetSessionTokenCommandOutput } from '@aws-sdk/client-sts';
import { operation } from '../../../kernel/service.js';
import { openSession } from '../domain/sessions.js';
import { accessDenied } from '../errors.js';
import { limits } from '../limits.js';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html */
export const getSessionToken = operation<GetSessionTokenCommandInput, GetSessionTokenCommandOutput>({
  access: () => [],
  unsupported: ['SerialNumber', 'TokenCode'],
  run(input, ctx) {
    const { principal } = ctx;
    if (principal.kind !== 'user' && principal.kind !== 'root') throw accessDenied('Cannot call GetSessionToken with session credentials');
    const asked = input.DurationSeconds ?? limits.sessionTokenSeconds;
    const seconds = principal.kind === 'root' ? Math.min(asked, limits.rootSessionTokenSeconds) : asked;
    return { Credentials: openSession(ctx, principal, seconds) };
  },
});

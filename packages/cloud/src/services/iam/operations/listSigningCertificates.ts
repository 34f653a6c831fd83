import type { ListSigningCertificatesCommandInput, ListSigningCertificatesCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderOf, holderResource } from '../domain/holders.js';

/** Users have no signing certificates: nothing here makes them. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSigningCertificates.html */
export const listSigningCertificates = operation<ListSigningCertificatesCommandInput, ListSigningCertificatesCommandOutput>({
  resource: (input, scope) => (input.UserName === undefined ? '*' : holderResource('user', input.UserName, scope)),
  run(input, ctx) {
    if (input.UserName !== undefined) holderOf(ctx, 'user', input.UserName);
    return { Certificates: [], IsTruncated: false };
  },
});

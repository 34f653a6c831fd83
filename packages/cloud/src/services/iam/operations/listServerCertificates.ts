import type { ListServerCertificatesCommandInput, ListServerCertificatesCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';

/** The account has no server certificates: nothing here makes them. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListServerCertificates.html */
export const listServerCertificates = operation<ListServerCertificatesCommandInput, ListServerCertificatesCommandOutput>({
  resource: () => '*',
  run: () => ({ ServerCertificateMetadataList: [], IsTruncated: false }),
});

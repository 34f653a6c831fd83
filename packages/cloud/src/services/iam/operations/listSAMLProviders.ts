import type { ListSAMLProvidersCommandInput, ListSAMLProvidersCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';

/** The account has no SAML providers: nothing here makes them. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSAMLProviders.html */
export const listSAMLProviders = operation<ListSAMLProvidersCommandInput, ListSAMLProvidersCommandOutput>({
  resource: () => '*',
  run: () => ({ SAMLProviderList: [] }),
});

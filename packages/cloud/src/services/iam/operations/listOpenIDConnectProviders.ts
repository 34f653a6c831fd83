import type { ListOpenIDConnectProvidersCommandInput, ListOpenIDConnectProvidersCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';

/** The account has no OIDC providers: nothing here makes them. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviders.html */
export const listOpenIDConnectProviders = operation<ListOpenIDConnectProvidersCommandInput, ListOpenIDConnectProvidersCommandOutput>({
  resource: () => '*',
  run: () => ({ OpenIDConnectProviderList: [] }),
});

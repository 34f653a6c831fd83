import type { Principal } from '../../../kernel/identity.js';
import type { IntegrationRecord } from '../domain/state.js';
import type { Execution } from './execution.js';

/** Who calls the integration: the role in its credentials where there is one, else API Gateway itself. */
export function integrationPrincipal({ scope }: Execution, { credentials }: IntegrationRecord): { readonly principal?: Principal } {
  const parts = credentials ? /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(credentials) : null;
  if (!parts) return {};
  const [, account, name] = parts as unknown as [string, string, string];
  const session = 'BackplaneAssumeRoleSession';
  return {
    principal: { kind: 'role', account: account || scope.account, arn: `arn:aws:sts::${account}:assumed-role/${name}/${session}`, userId: `${name}:${session}`, name },
  };
}

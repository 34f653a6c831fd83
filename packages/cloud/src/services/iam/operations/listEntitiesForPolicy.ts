import type { ListEntitiesForPolicyCommandInput, ListEntitiesForPolicyCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { pageOf } from '../domain/paging.js';
import { attachmentsOf, policyOf } from '../domain/policies.js';
import type { AttachmentRecord, HolderKind } from '../domain/records.js';

const filters: Readonly<Record<string, HolderKind>> = { Role: 'role', User: 'user', Group: 'group' };

const orderOf = ({ kind, name, usage }: AttachmentRecord): string => `${kind} ${name.toLowerCase()} ${usage}`;

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListEntitiesForPolicy.html */
export const listEntitiesForPolicy = operation<ListEntitiesForPolicyCommandInput, ListEntitiesForPolicyCommandOutput>({
  resource: (input) => input.PolicyArn,
  run(input, ctx) {
    const policy = policyOf(ctx, input.PolicyArn!);
    const only = input.EntityFilter === undefined ? undefined : filters[input.EntityFilter];
    const found =
      input.EntityFilter !== undefined && !only
        ? []
        : [...attachmentsOf(ctx, policy.arn, input.PolicyUsageFilter)].filter(
            ({ kind, path }) => (only === undefined || kind === only) && path.startsWith(input.PathPrefix ?? '/'),
          );
    found.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
    const page = pageOf(found, orderOf, input);
    const of = (kind: HolderKind): AttachmentRecord[] => page.items.filter((item) => item.kind === kind);
    return {
      PolicyRoles: of('role').map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      PolicyUsers: of('user').map(({ name, id }) => ({ UserName: name, UserId: id })),
      PolicyGroups: of('group').map(({ name, id }) => ({ GroupName: name, GroupId: id })),
      ...page.more,
    };
  },
});

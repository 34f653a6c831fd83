import type { ListMFADevicesCommandInput, ListMFADevicesCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';
import { holderOf, holderResource } from '../domain/holders.js';

/** Users have no devices: nothing here makes them. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html */
export const listMFADevices = operation<ListMFADevicesCommandInput, ListMFADevicesCommandOutput>({
  resource: (input, scope) => (input.UserName === undefined ? '*' : holderResource('user', input.UserName, scope)),
  run(input, ctx) {
    if (input.UserName !== undefined) holderOf(ctx, 'user', input.UserName);
    return { MFADevices: [], IsTruncated: false };
  },
});

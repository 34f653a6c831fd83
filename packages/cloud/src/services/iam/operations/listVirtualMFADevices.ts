import type { ListVirtualMFADevicesCommandInput, ListVirtualMFADevicesCommandOutput } from '@aws-sdk/client-iam';
import { operation } from '../../../kernel/service.js';

/** The account has no virtual devices: nothing here makes them. https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html */
export const listVirtualMFADevices = operation<ListVirtualMFADevicesCommandInput, ListVirtualMFADevicesCommandOutput>({
  resource: () => '*',
  run: () => ({ VirtualMFADevices: [], IsTruncated: false }),
});

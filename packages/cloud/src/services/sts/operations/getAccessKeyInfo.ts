import type { GetAccessKeyInfoCommandInput, GetAccessKeyInfoCommandOutput } from '@aws-sdk/client-sts';
import { accountOfKey } from '../../../kernel/accessKeyIds.js';
import { operation } from '../../../kernel/service.js';
import { validationError } from '../errors.js';

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html */
export const getAccessKeyInfo = operation<GetAccessKeyInfoCommandInput, GetAccessKeyInfoCommandOutput>({
  run(input) {
    const account = accountOfKey(input.AccessKeyId!);
    if (account === undefined) throw validationError(`Invalid access key id: ${input.AccessKeyId}`);
    return { Account: account };
  },
});

import type { ListExportsCommandInput, ListExportsCommandOutput } from '@aws-sdk/client-cloudformation';
import { exports_ } from '../../../deploy/engine/records.js';
import { operation } from '../../../kernel/service.js';
import { page } from '../pages.js';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListExports.html */
export const listExports = operation<ListExportsCommandInput, ListExportsCommandOutput>({
  run(input, ctx) {
    const { items, next } = page([...ctx.table(exports_).range()], input.NextToken);
    return { Exports: items.map(([, { name, value, stackId }]) => ({ ExportingStackId: stackId, Name: name, Value: value })), NextToken: next };
  },
});

import type { ListImportsCommandInput, ListImportsCommandOutput } from '@aws-sdk/client-cloudformation';
import { importers } from '../../../deploy/engine/outputs.js';
import { operation } from '../../../kernel/service.js';
import { noExport } from '../errors.js';
import { page } from '../pages.js';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ListImports.html */
export const listImports = operation<ListImportsCommandInput, ListImportsCommandOutput>({
  run(input, ctx) {
    const names = importers(ctx, input.ExportName!);
    if (names.length === 0) throw noExport(input.ExportName!);
    const { items, next } = page(names, input.NextToken);
    return { Imports: items, NextToken: next };
  },
});

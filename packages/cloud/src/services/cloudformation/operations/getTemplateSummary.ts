import type { GetTemplateSummaryCommandInput, GetTemplateSummaryCommandOutput } from '@aws-sdk/client-cloudformation';
import { readDraft } from '../../../deploy/template/compile.js';
import type { Draft } from '../../../deploy/template/compile.js';
import { operation } from '../../../kernel/service.js';
import type { Answer } from '../../../kernel/service.js';
import { requiredCapabilities } from '../domain/capabilities.js';
import { declaredResources, templateText } from '../preparation.js';
import { anyStack, stackResource } from '../stackRequests.js';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplateSummary.html */
export const getTemplateSummary = operation<GetTemplateSummaryCommandInput, GetTemplateSummaryCommandOutput>({
  resource: (input, scope) => stackResource(input.StackName, scope),
  unsupported: ['StackSetName', 'CallAs', 'TemplateSummaryConfig'],
  run(input, ctx) {
    const { StackName, TemplateBody, TemplateURL } = input;
    const deployment = StackName === undefined ? undefined : anyStack(ctx, StackName).deployment;
    return ctx.flow(async (flow) => {
      const text = await templateText(flow, { TemplateBody, TemplateURL, UsePreviousTemplate: StackName !== undefined }, deployment);
      return summary(readDraft(text));
    });
  },
});

function summary(draft: Draft): Answer<GetTemplateSummaryCommandOutput> {
  const declared = declaredResources(draft);
  const { capabilities, reason } = requiredCapabilities(declared, draft.transforms);
  const { Description, AWSTemplateFormatVersion, Metadata } = draft.raw;
  const resources = draft.template?.resources ?? {};
  const types = [...new Set(declared.map(({ type }) => type))];
  return {
    Parameters: Object.entries(draft.parameters).map(([name, declaration]) => ({
      ParameterKey: name,
      DefaultValue: declaration.default,
      ParameterType: declaration.type,
      NoEcho: declaration.noEcho,
      Description: declaration.description,
      ParameterConstraints: declaration.allowedValues ? { AllowedValues: [...declaration.allowedValues] } : {},
    })),
    Description: typeof Description === 'string' ? Description : undefined,
    Capabilities: capabilities as Answer<GetTemplateSummaryCommandOutput>['Capabilities'],
    CapabilitiesReason: reason,
    ResourceTypes: types,
    Version: typeof AWSTemplateFormatVersion === 'string' ? AWSTemplateFormatVersion : undefined,
    Metadata: Metadata === undefined ? undefined : JSON.stringify(Metadata),
    DeclaredTransforms: [...draft.transforms],
    ResourceIdentifierSummaries: types.map((type) => ({
      ResourceType: type,
      LogicalResourceIds: Object.keys(resources).filter((logicalId) => resources[logicalId]!.type === type),
    })),
  };
}

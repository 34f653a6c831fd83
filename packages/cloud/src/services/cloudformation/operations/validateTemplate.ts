import type { ValidateTemplateCommandInput, ValidateTemplateCommandOutput } from '@aws-sdk/client-cloudformation';
import { readDraft } from '../../../deploy/template/compile.js';
import { operation } from '../../../kernel/service.js';
import type { Answer } from '../../../kernel/service.js';
import { requiredCapabilities } from '../domain/capabilities.js';
import { declaredResources, findTypes, templateText } from '../preparation.js';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ValidateTemplate.html */
export const validateTemplate = operation<ValidateTemplateCommandInput, ValidateTemplateCommandOutput>({
  run: (input, ctx) =>
    ctx.flow(async (flow) => {
      const draft = readDraft(await templateText(flow, input));
      const declared = declaredResources(draft);
      await findTypes(flow, declared);
      const { capabilities, reason } = requiredCapabilities(declared, draft.transforms);
      return {
        Parameters: Object.entries(draft.parameters).map(([name, declaration]) => ({
          ParameterKey: name,
          DefaultValue: declaration.default,
          NoEcho: declaration.noEcho,
          Description: declaration.description,
        })),
        Description: typeof draft.raw.Description === 'string' ? draft.raw.Description : undefined,
        Capabilities: capabilities as Answer<ValidateTemplateCommandOutput>['Capabilities'],
        CapabilitiesReason: reason,
        DeclaredTransforms: [...draft.transforms],
      };
    }),
});

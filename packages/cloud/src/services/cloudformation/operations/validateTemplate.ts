import type { ValidateTemplateCommandInput, ValidateTemplateCommandOutput } from '@aws-sdk/client-cloudformation';
import { readDraft } from '../../../deploy/template/compile.js';
import { operation } from '../../../kernel/service.js';
import type { Answer } from '../../../kernel/service.js';
import { requiredCapabilities } from '../domain/capabilities.js';
import { unknownTypes } from '../errors.js';
import { declaredResources, templateText } from '../preparation.js';
import { typeFinder } from '../stackTypes.js';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ValidateTemplate.html */
export const validateTemplate = operation<ValidateTemplateCommandInput, ValidateTemplateCommandOutput>({
  run: (input, ctx) =>
    ctx.flow(async (flow) => {
      const draft = readDraft(await templateText(flow, input));
      const declared = declaredResources(draft);
      const find = typeFinder(flow);
      const unknown: string[] = [];
      for (const type of new Set(declared.map((resource) => resource.type))) if (!(await find(type))) unknown.push(type);
      if (unknown.length > 0) throw unknownTypes(unknown);
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

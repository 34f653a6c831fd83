import { defineService } from '../../kernel/service.js';
import { deleteParameter } from './operations/deleteParameter.js';
import { getParameter } from './operations/getParameter.js';
import { getParameters } from './operations/getParameters.js';
import { putParameter } from './operations/putParameter.js';

export const ssm = defineService({
  name: 'ssm',
  operations: {
    DeleteParameter: deleteParameter,
    GetParameter: getParameter,
    GetParameters: getParameters,
    PutParameter: putParameter,
  },
  modelConstraints: true,
});

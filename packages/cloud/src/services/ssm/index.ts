import { defineService } from '../../kernel/service.js';
import { resourceTypes } from './cloudformation.js';
import { addTagsToResource } from './operations/addTagsToResource.js';
import { deleteParameter } from './operations/deleteParameter.js';
import { deleteParameters } from './operations/deleteParameters.js';
import { describeParameters } from './operations/describeParameters.js';
import { getParameter } from './operations/getParameter.js';
import { getParameterHistory } from './operations/getParameterHistory.js';
import { getParameters } from './operations/getParameters.js';
import { getParametersByPath } from './operations/getParametersByPath.js';
import { labelParameterVersion } from './operations/labelParameterVersion.js';
import { listTagsForResource } from './operations/listTagsForResource.js';
import { putParameter } from './operations/putParameter.js';
import { removeTagsFromResource } from './operations/removeTagsFromResource.js';
import { unlabelParameterVersion } from './operations/unlabelParameterVersion.js';

export const ssm = defineService({
  name: 'ssm',
  operations: {
    AddTagsToResource: addTagsToResource,
    DeleteParameter: deleteParameter,
    DeleteParameters: deleteParameters,
    DescribeParameters: describeParameters,
    GetParameter: getParameter,
    GetParameterHistory: getParameterHistory,
    GetParameters: getParameters,
    GetParametersByPath: getParametersByPath,
    LabelParameterVersion: labelParameterVersion,
    ListTagsForResource: listTagsForResource,
    PutParameter: putParameter,
    RemoveTagsFromResource: removeTagsFromResource,
    UnlabelParameterVersion: unlabelParameterVersion,
  },
  resourceTypes,
  modelConstraints: true,
});

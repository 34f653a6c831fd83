import { defineService } from '../../kernel/service.js';
import { resourceTypes } from './cloudformation.js';
import { awaitCustomResourceResponse, sendCustomResourceRequest } from './internal/customResourceRequests.js';
import { awaitStack, createNestedStack, deleteNestedStack, updateNestedStack } from './internal/nestedStacks.js';
import { signalCustomResource } from './internal/signalCustomResource.js';
import { awaitSignals, closeWaitHandle, openWaitHandle } from './internal/waitHandles.js';
import { cancelUpdateStack } from './operations/cancelUpdateStack.js';
import { continueUpdateRollback } from './operations/continueUpdateRollback.js';
import { createChangeSet } from './operations/createChangeSet.js';
import { createStack } from './operations/createStack.js';
import { deleteChangeSet } from './operations/deleteChangeSet.js';
import { deleteStack } from './operations/deleteStack.js';
import { describeChangeSet } from './operations/describeChangeSet.js';
import { describeEvents } from './operations/describeEvents.js';
import { describeStackEvents } from './operations/describeStackEvents.js';
import { describeStackResource } from './operations/describeStackResource.js';
import { describeStackResources } from './operations/describeStackResources.js';
import { describeStacks } from './operations/describeStacks.js';
import { executeChangeSet } from './operations/executeChangeSet.js';
import { getTemplate } from './operations/getTemplate.js';
import { getTemplateSummary } from './operations/getTemplateSummary.js';
import { listChangeSets } from './operations/listChangeSets.js';
import { listExports } from './operations/listExports.js';
import { listImports } from './operations/listImports.js';
import { listStackResources } from './operations/listStackResources.js';
import { listStacks } from './operations/listStacks.js';
import { rollbackStack } from './operations/rollbackStack.js';
import { updateStack } from './operations/updateStack.js';
import { updateTerminationProtection } from './operations/updateTerminationProtection.js';
import { validateTemplate } from './operations/validateTemplate.js';
import { tasks } from './tasks.js';

export const cloudformation = defineService({
  name: 'cloudformation',
  operations: {
    CancelUpdateStack: cancelUpdateStack,
    ContinueUpdateRollback: continueUpdateRollback,
    CreateChangeSet: createChangeSet,
    CreateStack: createStack,
    DeleteChangeSet: deleteChangeSet,
    DeleteStack: deleteStack,
    DescribeChangeSet: describeChangeSet,
    DescribeEvents: describeEvents,
    DescribeStackEvents: describeStackEvents,
    DescribeStackResource: describeStackResource,
    DescribeStackResources: describeStackResources,
    DescribeStacks: describeStacks,
    ExecuteChangeSet: executeChangeSet,
    GetTemplate: getTemplate,
    GetTemplateSummary: getTemplateSummary,
    ListChangeSets: listChangeSets,
    ListExports: listExports,
    ListImports: listImports,
    ListStackResources: listStackResources,
    ListStacks: listStacks,
    RollbackStack: rollbackStack,
    UpdateStack: updateStack,
    UpdateTerminationProtection: updateTerminationProtection,
    ValidateTemplate: validateTemplate,
    // Terrella's own, reachable from inside the cloud alone.
    _AwaitCustomResourceResponse: awaitCustomResourceResponse,
    _AwaitSignals: awaitSignals,
    _AwaitStack: awaitStack,
    _CloseWaitHandle: closeWaitHandle,
    _CreateNestedStack: createNestedStack,
    _DeleteNestedStack: deleteNestedStack,
    _OpenWaitHandle: openWaitHandle,
    _SendCustomResourceRequest: sendCustomResourceRequest,
    _SignalCustomResource: signalCustomResource,
    _UpdateNestedStack: updateNestedStack,
  },
  tasks,
  resourceTypes,
  modelConstraints: true,
  constraintErrorCode: 'ValidationError',
});

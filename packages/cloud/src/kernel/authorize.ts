import type { Call } from './call.js';
import type { Frame } from './context.js';
import type { Kernel } from './kernel.js';
import type { LoadedService } from './registry.js';
import type { OperationDefinition } from './service.js';

/** Throws AccessDenied unless the caller's policies and the resource's allow every access that the operation needs. */
export function authorize(_kernel: Kernel, _service: LoadedService, _definition: OperationDefinition, _call: Call, _frame: Frame): void {
  throw new Error('IAM enforcement is not built yet');
}

export { deployAssembly, readAssembly } from './assembly.js';
export type { AssemblyDeployment, AssemblyStack } from './assembly.js';
export { AssemblyError } from './assets.js';
export { ensureBootstrap } from './bootstrap.js';
export type { Call } from './call.js';
export { DeploymentError, deployTemplate } from './stackDeployment.js';
export type { StackEvent, StackResult, TemplateDeployment } from './stackDeployment.js';

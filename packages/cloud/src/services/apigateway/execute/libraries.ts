import { createRequire } from 'node:module';

/**
 * Libraries that most calls never need, loaded on first use: together they take longer to load than all of API Gateway.
 */
const require = createRequire(import.meta.url);

/** JSON Schema draft 4, the dialect of API Gateway's models. */
export const draft4 = () => (require('ajv-draft-04') as typeof import('ajv-draft-04')).default;

/** Apache Velocity, the language of mapping templates. */
export const velocity = () => require('velocityjs') as typeof import('velocityjs');

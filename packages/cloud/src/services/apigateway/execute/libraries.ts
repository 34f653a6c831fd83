import { createRequire } from 'node:module';
import type Draft4 from 'ajv-draft-04';
import type * as Velocity from 'velocityjs';

/**
 * Libraries that most calls never need, loaded on first use: together they take longer to load than all of API Gateway.
 */
const require = createRequire(import.meta.url);

/** JSON Schema draft 4, the dialect of API Gateway's models. */
export const draft4 = () => (require('ajv-draft-04') as typeof Draft4).default;

/** Apache Velocity, the language of mapping templates. */
export const velocity = () => require('velocityjs') as typeof Velocity;

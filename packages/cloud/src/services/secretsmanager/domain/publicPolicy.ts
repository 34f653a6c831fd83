import type { PolicyDocument, Statement } from '../../../kernel/policy/index.js';

type Condition = Statement['conditions'][number];

/** Keys that tie a statement to callers known beforehand, unless negated. */
const tyingKeys: ReadonlySet<string> = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
]);

const ties = ({ key, operator, ifExists, values }: Condition): boolean =>
  tyingKeys.has(key) && !operator.negated && !ifExists && values.every(({ source }) => source !== '*');

const opensToAll = ({ effect, principals, conditions }: Statement): boolean =>
  effect === 'Allow' && principals !== undefined && (principals.everyone || principals.not) && !conditions.some(ties);

/** Whether a policy lets anybody in: `BlockPublicPolicy` refuses that. */
export const isPublic = ({ statements }: PolicyDocument): boolean => statements.some(opensToAll);

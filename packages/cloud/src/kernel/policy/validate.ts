import { parseArn } from '../identity.js';
import type { PolicyDocument, PrincipalElement, Statement } from './document.js';
import { malformedPolicyDocument, parsePolicy } from './parse.js';

/** `identity`: of a user, group or role. `trust`: who may assume a role. `resource`: attached to a queue, a bucket… */
export type PolicyKind = 'identity' | 'trust' | 'resource';

const partitions: readonly string[] = ['aws', 'aws-cn', 'aws-us-gov', '*'];
const assumeActions: readonly string[] = [
  'sts:assumerole',
  'sts:assumerolewithsaml',
  'sts:assumerolewithwebidentity',
  'sts:tagsession',
  'sts:setsourceidentity',
  'sts:setcontext',
];

/** Parses a policy and checks what AWS asks of its kind. Throws MalformedPolicyDocument. */
export function validatePolicy(json: string, kind: PolicyKind): PolicyDocument {
  const document = parsePolicy(json);
  for (const statement of document.statements) checkStatement(statement, kind);
  return document;
}

function checkStatement(statement: Statement, kind: PolicyKind): void {
  checkActions(statement);
  if (kind === 'identity') {
    if (statement.principals) throw malformedPolicyDocument('Policy document should not specify a principal.');
    checkResources(statement);
    return;
  }
  if (!statement.principals) throw malformedPolicyDocument('Missing required field Principal');
  if (kind === 'trust') checkTrust(statement, statement.principals);
  else if (!statement.resources) throw malformedPolicyDocument('Missing required field Resource');
}

function checkActions(statement: Statement): void {
  if (statement.actions.patterns.length === 0) throw malformedPolicyDocument('Policy statement must contain actions.');
  for (const { source } of statement.actions.patterns) {
    if (source === '*') continue;
    const parts = source.split(':');
    if (parts.length === 1) {
      throw malformedPolicyDocument('Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.');
    }
    if (parts.length > 2) throw malformedPolicyDocument('Actions/Condition can contain only one colon.');
    if (!/^[a-zA-Z0-9-]+$/.test(parts[0]!)) throw malformedPolicyDocument(`Vendor ${parts[0]} is not valid`);
  }
}

function checkResources(statement: Statement): void {
  const patterns = statement.resources?.patterns ?? [];
  if (patterns.length === 0) throw malformedPolicyDocument('Policy statement must contain resources.');
  for (const { source } of patterns) {
    if (source === '*') continue;
    const [head, partition] = source.split(':');
    if (head !== 'arn' || partition === undefined) {
      throw malformedPolicyDocument(`Resource ${source} must be in ARN format or "*".`);
    }
    if (!partitions.includes(partition) && !partition.includes('*') && !partition.includes('$')) {
      throw malformedPolicyDocument(`Partition "${partition}" is not valid for resource "${source}".`);
    }
  }
}

function checkTrust(statement: Statement, principals: PrincipalElement): void {
  if (statement.resources) throw malformedPolicyDocument('Has prohibited field Resource');
  if (statement.actions.patterns.some(({ source }) => !isAssumeAction(source.toLowerCase()))) {
    throw malformedPolicyDocument('AssumeRole policy may only specify STS AssumeRole actions.');
  }
  for (const text of principals.aws) {
    if (!isAwsPrincipal(text)) throw malformedPolicyDocument(`Invalid principal in policy: "AWS":"${text}"`);
  }
  for (const host of principals.services) {
    if (!/^[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com|amazonaws\.com\.cn|amazon\.com|aws\.internal)$/.test(host)) {
      throw malformedPolicyDocument(`Invalid principal in policy: "SERVICE":"${host}"`);
    }
  }
}

const isAssumeAction = (action: string): boolean => assumeActions.includes(action) || (action.startsWith('sts:') && action.includes('*'));

const isAwsPrincipal = (text: string): boolean => {
  if (text === '*' || /^[0-9]{12}$/.test(text) || /^A(IDA|ROA|KIA|SIA)[A-Z0-9]{12,}$/.test(text)) return true;
  const arn = parseArn(text);
  if (!arn || !/^[0-9]{12}$/.test(arn.account)) return false;
  return arn.service === 'iam' ? /^(root|user\/.+|role\/.+)$/.test(arn.resource) : arn.service === 'sts' && arn.resource.includes('/');
};

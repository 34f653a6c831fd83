import { AwsError } from '../../../kernel/errors.js';
import { parsePolicy } from '../../../kernel/policy/index.js';
import type { PolicyDocument, Statement } from '../../../kernel/policy/index.js';
import { malformedPolicy } from '../errors.js';
import { limits } from '../limits.js';

/**
 * Checks a bucket policy as S3 does before it keeps it. Throws MalformedPolicy.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-policy-language-overview.html
 */
export function checkBucketPolicy(policy: string, bucket: string): void {
  if (!policy.startsWith('{')) throw malformedPolicy("Policies must be valid JSON and the first byte must be '{'");
  if (Buffer.byteLength(policy) > limits.policyBytes) throw malformedPolicy('Policy is too large');
  let document: PolicyDocument;
  try {
    document = parsePolicy(policy);
  } catch (error) {
    if (error instanceof AwsError) throw malformedPolicy(error.message);
    throw error;
  }
  for (const statement of document.statements) checkStatement(statement, bucket);
}

function checkStatement(statement: Statement, bucket: string): void {
  if (!statement.principals) throw malformedPolicy('Missing required field Principal');
  if (!statement.resources) throw malformedPolicy('Missing required field Resource');
  for (const { source } of statement.actions.patterns) {
    if (source !== '*' && !/^s3:/i.test(source)) throw malformedPolicy('Policy has invalid action');
  }
  const start = `arn:aws:s3:::${bucket}`;
  const own = statement.resources.patterns.filter(({ source }) => source === start || source.startsWith(`${start}/`) || isWild(source, start));
  if (own.length !== statement.resources.patterns.length) throw malformedPolicy('Policy has invalid resource');
  if (!statement.resources.not && !statement.actions.not && !anyApplies(statement, start)) {
    throw malformedPolicy('Action does not apply to any resource(s) in statement');
  }
  for (const text of statement.principals.aws) if (!isPrincipal(text)) throw malformedPolicy('Invalid principal in policy');
}

/** A resource that names the bucket through wildcards. */
function isWild(source: string, start: string): boolean {
  if (source === '*') return true;
  const star = source.search(/[*?]/);
  return star >= 0 && (start.startsWith(source.slice(0, star)) || source.startsWith(start));
}

const bucketActions = /^s3:(ListBucket|CreateBucket|DeleteBucket|GetBucket|PutBucket|GetLifecycle|PutLifecycle|GetEncryption|PutEncryption|GetReplicationC|PutReplicationC|GetInventory|PutInventory|GetAnalytics|PutAnalytics|GetMetrics|PutMetrics|GetAccelerate|PutAccelerate)/i;
const objectActions = /^s3:(GetObject|PutObject|DeleteObject|AbortMultipart|ListMultipart|RestoreObject|ReplicateObject|ReplicateDelete|ReplicateTags|BypassGovernance|ObjectOwnerOverride)/i;

/** Whether some action fits some resource: bucket actions a bucket, object actions a key. */
function anyApplies(statement: Statement, start: string): boolean {
  return statement.actions.patterns.some(({ source: action }) =>
    statement.resources!.patterns.some(({ source: resource }) => {
      if (action.includes('*') || action.includes('?') || isWild(resource, `${start}/`)) return true;
      const ofBucket = resource === start;
      return ofBucket ? !objectActions.test(action) : !bucketActions.test(action);
    }),
  );
}

const isPrincipal = (text: string): boolean =>
  text === '*' || /^[0-9]{12}$/.test(text) || /^arn:aws:(iam|sts)::[0-9]{12}:(root|user\/.+|role\/.+|assumed-role\/.+|federated-user\/.+)$/.test(text) ||
  /^arn:aws:iam::cloudfront:user\/.+$/.test(text) || /^A(ROA|IDA)[A-Z0-9]{12,}$/.test(text);

/** Conditions that bind a policy for everyone to somebody in particular. */
const binding = new Set([
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceorgid',
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
]);

/**
 * Whether a policy lets everyone in, as S3 Block Public Access sees it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export const isPublicPolicy = (policy: string): boolean =>
  parsePolicy(policy).statements.some(
    ({ effect, principals, conditions }) => effect === 'Allow' && (principals?.everyone || principals?.not) && !conditions.some(binds),
  );

const binds = ({ key, operator, values }: Statement['conditions'][number]): boolean => {
  if (!binding.has(key) || operator.negated) return false;
  if (key === 'aws:sourceip') return !values.some(({ source }) => /\/[0-7]$/.test(source) || source.startsWith('0.0.0.0'));
  return values.every(({ source }) => source !== '*' && source !== '' && !source.startsWith('*'));
};

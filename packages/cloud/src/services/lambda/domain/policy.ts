import type { AddPermissionCommandInput } from '@aws-sdk/client-lambda';
import { invalidParameter, policyTooLong } from '../errors.js';
import { limits } from '../limits.js';
import type { PolicyRecord, PolicyStatement } from './records.js';

/** The resource policy as JSON. */
export const policyDocument = ({ statements }: Pick<PolicyRecord, 'statements'>): string =>
  JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements });

/** Throws PolicyLengthExceededException. */
export function checkPolicyLength(policy: Pick<PolicyRecord, 'statements'>): void {
  const bytes = Buffer.byteLength(policyDocument(policy));
  if (bytes > limits.policyBytes.value) throw policyTooLong(bytes, limits.policyBytes.value);
}

/** The statement that AddPermission adds. Throws InvalidParameterValueException for a principal that is none. */
export function permissionStatement(input: AddPermissionCommandInput, resourceArn: string): PolicyStatement {
  const condition = conditions(input);
  return {
    Sid: input.StatementId!,
    Effect: 'Allow',
    Principal: principalElement(input.Principal!),
    Action: input.Action!,
    Resource: resourceArn,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

function conditions(input: AddPermissionCommandInput): Record<string, Record<string, string>> {
  const equals: Record<string, string> = {};
  if (input.SourceAccount !== undefined) equals['AWS:SourceAccount'] = input.SourceAccount;
  if (input.EventSourceToken !== undefined) equals['lambda:EventSourceToken'] = input.EventSourceToken;
  if (input.PrincipalOrgID !== undefined) equals['aws:PrincipalOrgID'] = input.PrincipalOrgID;
  const out: Record<string, Record<string, string>> = {};
  if (Object.keys(equals).length > 0) out.StringEquals = equals;
  if (input.SourceArn !== undefined) out.ArnLike = { 'AWS:SourceArn': input.SourceArn };
  return out;
}

const accountForm = /^\d{12}$/;
const arnForm = /^arn:aws[a-zA-Z-]*:(?:iam|sts)::\d{12}:(?:root|user\/.+|role\/.+|assumed-role\/.+|federated-user\/.+)$/;
const serviceForm = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:amazonaws\.com|amazon\.com|amazonaws\.com\.cn)$/;

function principalElement(principal: string): string | Record<string, string> {
  if (principal === '*') return '*';
  if (accountForm.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  if (arnForm.test(principal)) return { AWS: principal };
  if (serviceForm.test(principal)) return { Service: principal };
  throw invalidParameter('The provided principal was invalid. Please check the principal and try again.');
}

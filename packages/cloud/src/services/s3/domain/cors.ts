import type { CORSRule } from '@aws-sdk/client-s3';
import { invalidRequest, malformedXml } from '../errors.js';
import { limits } from '../limits.js';

const methods = new Set(['GET', 'PUT', 'HEAD', 'POST', 'DELETE']);

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketCors.html */
export function checkCors(rules: readonly CORSRule[] | undefined): readonly CORSRule[] {
  if (!rules || rules.length === 0) throw malformedXml();
  if (rules.length > limits.corsRules) throw invalidRequest('The number of CORS rules should not exceed allowed limit of 100 rules.');
  for (const { AllowedMethods: allowed, AllowedOrigins: origins, AllowedHeaders: headers, ExposeHeaders: exposed } of rules) {
    if (!allowed?.length || !origins?.length) throw malformedXml();
    for (const method of allowed) {
      if (!methods.has(method)) throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${method}`);
    }
    for (const origin of origins) checkWildcard('AllowedOrigin', origin);
    for (const header of headers ?? []) checkWildcard('AllowedHeader', header);
    for (const header of exposed ?? []) {
      if (header.includes('*')) throw invalidRequest(`ExposeHeader "${header}" contains wildcard. We currently do not support wildcard for ExposeHeader`);
    }
  }
  return rules;
}

function checkWildcard(name: string, value: string): void {
  if (value.split('*').length > 2) throw invalidRequest(`${name} "${value}" can not have more than one wildcard.`);
}

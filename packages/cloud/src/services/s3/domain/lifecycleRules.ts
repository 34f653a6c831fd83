import type { LifecycleRule } from '@aws-sdk/client-s3';
import { AwsError } from '../../../kernel/errors.js';
import { invalidArgument, invalidRequest, malformedXml } from '../errors.js';
import { limits } from '../limits.js';

const midnight = 86_400_000;

/**
 * Checks a lifecycle configuration and gives rules without an id one. Throws MalformedXML, InvalidArgument or InvalidRequest.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html
 */
export function checkLifecycle(rules: readonly LifecycleRule[] | undefined, newId: () => string): LifecycleRule[] {
  if (!rules || rules.length === 0 || rules.length > limits.lifecycleRules) throw malformedXml();
  const ids = new Set<string>();
  return rules.map((rule) => {
    const ID = rule.ID === undefined || rule.ID === '' ? newId() : rule.ID;
    if (ID.length > 255) throw invalidArgument('ID length should not exceed allowed limit of 255', 'ID', ID);
    if (ids.has(ID)) throw invalidArgument('Rule ID must be unique. Found same ID for more than one rule', 'ID', ID);
    ids.add(ID);
    checkRule(rule);
    return { ...rule, ID };
  });
}

function checkRule(rule: LifecycleRule): void {
  if (rule.Status !== 'Enabled' && rule.Status !== 'Disabled') throw malformedXml();
  if (rule.Filter !== undefined && rule.Prefix !== undefined) throw malformedXml();
  if (rule.Filter === undefined && rule.Prefix === undefined) throw malformedXml();
  checkExpiration(rule);
  const noncurrent = rule.NoncurrentVersionExpiration;
  if (noncurrent && !isPositive(noncurrent.NoncurrentDays)) {
    throw invalidArgument("'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer", 'NoncurrentDays', noncurrent.NoncurrentDays);
  }
  const abort = rule.AbortIncompleteMultipartUpload;
  if (abort && !isPositive(abort.DaysAfterInitiation)) {
    throw invalidArgument(
      "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer",
      'DaysAfterInitiation',
      abort.DaysAfterInitiation,
    );
  }
  if (abort && (rule.Filter?.Tag || rule.Filter?.And?.Tags)) {
    throw invalidRequest('AbortIncompleteMultipartUpload cannot be specified with Tags.');
  }
  for (const transition of rule.Transitions ?? []) checkTransition(transition);
  for (const { NoncurrentDays: days, StorageClass: storageClass } of rule.NoncurrentVersionTransitions ?? []) {
    if (days === undefined || !storageClass) throw malformedXml();
  }
  if (!hasAction(rule)) throw invalidRequest('At least one action needs to be specified in a rule');
}

const isPositive = (value: number | undefined): boolean => value !== undefined && Number.isInteger(value) && value > 0;

const hasAction = (rule: LifecycleRule): boolean =>
  rule.Expiration !== undefined ||
  rule.NoncurrentVersionExpiration !== undefined ||
  rule.AbortIncompleteMultipartUpload !== undefined ||
  (rule.Transitions?.length ?? 0) > 0 ||
  (rule.NoncurrentVersionTransitions?.length ?? 0) > 0;

function checkExpiration(rule: LifecycleRule): void {
  const { Expiration: expiration } = rule;
  if (!expiration) return;
  const { Days: days, Date: date, ExpiredObjectDeleteMarker: marker } = expiration;
  if ([days, date, marker].filter((value) => value !== undefined).length !== 1) throw malformedXml();
  if (days !== undefined && !isPositive(days)) {
    throw invalidArgument("'Days' for Expiration action must be a positive integer", 'Days', days);
  }
  if (date !== undefined) checkDate(date);
}

function checkTransition({ Days: days, Date: date, StorageClass: storageClass }: NonNullable<LifecycleRule['Transitions']>[number]): void {
  if ((days === undefined) === (date === undefined) || !storageClass) throw malformedXml();
  if (date !== undefined) checkDate(date);
  if (days === undefined) return;
  if (days < 0) throw invalidArgument("'Days' for Transition action must be nonnegative", 'Days', days);
  if ((storageClass === 'STANDARD_IA' || storageClass === 'ONEZONE_IA') && days < 30) {
    throw invalidArgument(`'Days' in Transition action must be greater than or equal to 30 for storageClass '${storageClass}'`, 'Days', days);
  }
}

function checkDate(date: Date): void {
  if (Number.isNaN(date.getTime())) throw new AwsError('MalformedXML', malformedXml().message);
  if (date.getTime() % midnight !== 0) throw invalidArgument("'Date' must be at midnight GMT", 'Date', date.toISOString());
}

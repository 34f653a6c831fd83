import { AwsError } from '../../kernel/errors.js';

/**
 * S3's errors in S3's words; the further members stand beside Code and Message in the XML.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const s3Error = (statusCode: number, code: string, message: string, members: Record<string, unknown> = {}): AwsError =>
  new AwsError(code, message, { statusCode, members });

export const noSuchBucket = (bucket: string): AwsError =>
  s3Error(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket });

export const noSuchKey = (key: string): AwsError => s3Error(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key });

export const noSuchVersion = (key: string, versionId: string): AwsError =>
  s3Error(404, 'NoSuchVersion', 'The specified version does not exist.', { Key: key, VersionId: versionId });

/** What HEAD answers, which has no body to say more. */
export const notFound = (): AwsError => s3Error(404, 'NotFound', 'Not Found');

/** No error to a client: its members become headers. */
export const notModified = (etag: string, lastModifiedMs: number): AwsError =>
  s3Error(304, 'NotModified', 'Not Modified', { ETag: `"${etag}"`, 'Last-Modified': new Date(lastModifiedMs).toUTCString() });

export const preconditionFailed = (condition: string): AwsError =>
  s3Error(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', { Condition: condition });

export const invalidRange = (range: string, size: number): AwsError =>
  s3Error(416, 'InvalidRange', 'The requested range is not satisfiable', { RangeRequested: range, ActualObjectSize: size });

export const invalidPartNumber = (requested: number, actual: number): AwsError =>
  s3Error(416, 'InvalidPartNumber', 'The requested partnumber is not satisfiable', {
    PartNumberRequested: requested,
    ActualPartCount: actual,
  });

export const methodNotAllowed = (method: string): AwsError =>
  s3Error(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    Method: method,
    ResourceType: 'DeleteMarker',
  });

export const bucketAlreadyOwnedByYou = (bucket: string): AwsError =>
  s3Error(409, 'BucketAlreadyOwnedByYou', 'Your previous request to create the named bucket succeeded and you already own it.', {
    BucketName: bucket,
  });

export const bucketAlreadyExists = (bucket: string): AwsError =>
  s3Error(
    409,
    'BucketAlreadyExists',
    'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
    { BucketName: bucket },
  );

export const bucketNotEmpty = (bucket: string, versioned: boolean): AwsError =>
  s3Error(
    409,
    'BucketNotEmpty',
    `The bucket you tried to delete is not empty${versioned ? '. You must delete all versions in the bucket.' : ''}`,
    { BucketName: bucket },
  );

export const invalidBucketName = (bucket: string): AwsError =>
  s3Error(400, 'InvalidBucketName', 'The specified bucket is not valid.', { BucketName: bucket });

export const illegalLocationConstraint = (constraint: string | undefined): AwsError =>
  s3Error(
    400,
    'IllegalLocationConstraintException',
    `The ${constraint ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );

export const invalidLocationConstraint = (constraint: string): AwsError =>
  s3Error(400, 'InvalidLocationConstraint', 'The specified location-constraint is not valid', { LocationConstraint: constraint });

/** A bucket of another region; clients that follow it read `Region`. */
export const permanentRedirect = (bucket: string, region: string): AwsError =>
  s3Error(
    301,
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    { Endpoint: `${bucket}.s3.${region}.amazonaws.com`, Bucket: bucket, Region: region },
  );

export const tooManyBuckets = (): AwsError =>
  s3Error(400, 'TooManyBuckets', 'You have attempted to create more buckets than allowed');

export const accessDenied = (): AwsError => s3Error(403, 'AccessDenied', 'Access Denied');

export const invalidUri = (): AwsError => s3Error(400, 'InvalidURI', "Couldn't parse the specified URI.");

export const publicPolicyBlocked = (caller: string, bucket: string): AwsError =>
  s3Error(
    403,
    'AccessDenied',
    `User: ${caller} is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::${bucket}" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
  );

export const checksumTypeMismatch = (expected: string, actual: string): AwsError =>
  s3Error(400, 'InvalidRequest', `Checksum Type mismatch occurred, expected checksum Type: ${expected.toLowerCase()}, actual checksum Type: ${actual.toLowerCase()}`);

export const keyTooLong = (size: number): AwsError =>
  s3Error(400, 'KeyTooLongError', 'Your key is too long', { Size: size, MaxSizeAllowed: 1024 });

export const invalidArgument = (message: string, name: string, value: unknown): AwsError =>
  s3Error(400, 'InvalidArgument', message, { ArgumentName: name, ArgumentValue: value === undefined ? undefined : String(value) });

export const invalidRequest = (message: string): AwsError => s3Error(400, 'InvalidRequest', message);

export const malformedXml = (): AwsError =>
  s3Error(400, 'MalformedXML', 'The XML you provided was not well-formed or did not validate against our published schema');

export const malformedPolicy = (message: string): AwsError => s3Error(400, 'MalformedPolicy', message);

export const invalidDigest = (digest: string): AwsError =>
  s3Error(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.', { 'Content-MD5': digest });

export const badDigest = (what: string, expected: string, calculated: string): AwsError =>
  s3Error(
    400,
    'BadDigest',
    what === 'Content-MD5'
      ? 'The Content-MD5 you specified did not match what we received.'
      : `The ${what} you specified did not match the calculated checksum.`,
    what === 'Content-MD5' ? { ExpectedDigest: expected, CalculatedDigest: calculated } : {},
  );

export const entityTooLarge = (size: number, max: number): AwsError =>
  s3Error(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', { ProposedSize: size, MaxSizeAllowed: max });

export const entityTooSmall = (size: number, min: number, part: number, etag: string): AwsError =>
  s3Error(400, 'EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
    ProposedSize: size,
    MinSizeAllowed: min,
    PartNumber: part,
    ETag: etag,
  });

export const metadataTooLarge = (size: number): AwsError =>
  s3Error(400, 'MetadataTooLarge', 'Your metadata headers exceed the maximum allowed metadata size', {
    Size: size,
    MaxSizeAllowed: 2048,
  });

export const noSuchUpload = (uploadId: string): AwsError =>
  s3Error(
    404,
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { UploadId: uploadId },
  );

export const invalidPart = (uploadId: string, part: number | undefined, etag: string | undefined): AwsError =>
  s3Error(
    400,
    'InvalidPart',
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { UploadId: uploadId, PartNumber: part, ETag: etag },
  );

export const invalidPartOrder = (uploadId: string): AwsError =>
  s3Error(400, 'InvalidPartOrder', 'The list of parts was not in ascending order. Parts must be ordered by part number.', {
    UploadId: uploadId,
  });

export const invalidTag = (message: string, key?: string): AwsError => s3Error(400, 'InvalidTag', message, key === undefined ? {} : { TagKey: key });

export const tooManyTags = (message: string): AwsError => s3Error(400, 'BadRequest', message);

export const invalidStorageClass = (value: string): AwsError =>
  s3Error(400, 'InvalidStorageClass', 'The storage class you specified is not valid', { StorageClassRequested: value });

export const invalidObjectState = (storageClass: string): AwsError =>
  s3Error(403, 'InvalidObjectState', "The operation is not valid for the object's storage class", { StorageClass: storageClass });

export const aclNotSupported = (): AwsError => s3Error(400, 'AccessControlListNotSupported', 'The bucket does not allow ACLs');

export const illegalVersioning = (): AwsError =>
  s3Error(400, 'IllegalVersioningConfigurationException', 'The Versioning element must be specified');

/** A configuration that a bucket does not have. */
const missing = (code: string, message: string) => (bucket: string): AwsError => s3Error(404, code, message, { BucketName: bucket });

export const noSuchTagSet = missing('NoSuchTagSet', 'The TagSet does not exist');
export const noSuchBucketPolicy = missing('NoSuchBucketPolicy', 'The bucket policy does not exist');
export const noSuchCors = missing('NoSuchCORSConfiguration', 'The CORS configuration does not exist');
export const noSuchLifecycle = missing('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist');
export const noSuchWebsite = missing('NoSuchWebsiteConfiguration', 'The specified bucket does not have a website configuration');
export const noSuchOwnershipControls = missing('OwnershipControlsNotFoundError', 'The bucket ownership controls were not found');
export const noSuchReplication = missing('ReplicationConfigurationNotFoundError', 'The replication configuration was not found');
export const noSuchObjectLock = missing('ObjectLockConfigurationNotFoundError', 'Object Lock configuration does not exist for this bucket');
export const noSuchEncryption = missing(
  'ServerSideEncryptionConfigurationNotFoundError',
  'The server side encryption configuration was not found',
);
export const noSuchPublicAccessBlock = missing(
  'NoSuchPublicAccessBlockConfiguration',
  'The public access block configuration was not found',
);

export const invalidDestinations = (arn: string): AwsError =>
  invalidArgument('Unable to validate the following destination configurations', arn, 'Not authorized to invoke, or the destination does not exist');

export const aclWithoutOwnership = (): AwsError =>
  s3Error(400, 'InvalidBucketAclWithObjectOwnership', "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");

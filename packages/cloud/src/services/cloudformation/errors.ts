import { AwsError } from '../../kernel/errors.js';

const validationError = (message: string): AwsError => new AwsError('ValidationError', message);

/** DescribeStacks and most others. */
export const noStackWithId = (name: string): AwsError => validationError(`Stack with id ${name} does not exist`);
/** DescribeStackEvents, UpdateStack and what writes. */
export const noStack = (name: string): AwsError => validationError(`Stack [${name}] does not exist`);
/** DescribeStackResource. */
export const noStackNamed = (name: string): AwsError => validationError(`Stack '${name}' does not exist`);
export const noResource = (logicalId: string, stackName: string): AwsError => validationError(`Resource ${logicalId} does not exist for stack ${stackName}`);
export const noPhysicalResource = (physicalId: string): AwsError => validationError(`Stack for ${physicalId} does not exist`);

export const stackExists = (name: string): AwsError => new AwsError('AlreadyExistsException', `Stack [${name}] already exists`);
export const changeSetExists = (name: string): AwsError => new AwsError('AlreadyExistsException', `ChangeSet ${name} cannot be created due to a mismatch with existing attribute Template`);
export const noChangeSet = (name: string): AwsError => new AwsError('ChangeSetNotFound', `ChangeSet [${name}] does not exist`, { statusCode: 404 });
export const stackNameWanted = (): AwsError => validationError('StackName must be specified if ChangeSetName is not specified as an ARN.');
export const changeSetNotExecutable = (id: string, status: string): AwsError =>
  new AwsError('InvalidChangeSetStatus', `ChangeSet [${id}] cannot be executed in its current status of [${status}]`);
export const changeSetNotDeletable = (id: string, status: string): AwsError =>
  new AwsError('InvalidChangeSetStatus', `ChangeSet [${id}] cannot be deleted in its current status of [${status}]`);

export const wrongState = (stackId: string, status: string, what: string): AwsError =>
  validationError(`Stack:${stackId} is in ${status} state and can not be ${what}.`);
export const pausedState = (status: string): AwsError =>
  validationError(
    `This stack is currently in a non-terminal [${status}] state. To update the stack from this state, please use the disable-rollback parameter with update-stack API. To rollback to the last known good state, use the rollback-stack API`,
  );
export const noUpdates = (): AwsError => validationError('No updates are to be performed.');
export const noChanges = "The submitted information didn't contain changes. Submit different information to create a change set.";
export const terminationProtected = (name: string): AwsError =>
  validationError(`Stack [${name}] cannot be deleted while TerminationProtection is enabled`);

export const insufficientCapabilities = (capabilities: readonly string[]): AwsError =>
  new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${capabilities.join(', ')}]`);
export const unknownTypes = (types: readonly string[]): AwsError => validationError(`Template format error: Unrecognized resource types: [${types.join(', ')}]`);
export const templateTooLong = (bytes: number): AwsError =>
  validationError(`1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${bytes}`);
export const templateObjectTooLong = (bytes: number): AwsError => validationError(`Template may not exceed ${bytes} bytes in size.`);
export const badTemplateUrl = (): AwsError => validationError('TemplateURL must be a supported URL.');
export const templateUnreadable = (message: string): AwsError =>
  validationError(`S3 error: ${message}\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html`);
export const oneTemplate = (): AwsError => validationError('Either Template URL or Template Body must be specified.');
export const roleUnusable = (arn: string): AwsError => validationError(`Role ${arn} is invalid or cannot be assumed`);
export const parametersUnreadable = (names: readonly string[]): AwsError =>
  validationError(`Unable to fetch parameters [${names.join(',')}] from parameter store for this account.`);
export const noExport = (name: string): AwsError => validationError(`Export '${name}' is not imported by any stack.`);
export const badToken = (): AwsError => validationError('Invalid NextToken');
export const tokenInUse = (token: string): AwsError => new AwsError('TokenAlreadyExistsException', `A request with ClientRequestToken ${token} was made already`);

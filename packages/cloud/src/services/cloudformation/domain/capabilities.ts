/** Property by which an IAM resource gets a name of the user's choice. */
const nameProperties: Readonly<Record<string, string | undefined>> = {
  'AWS::IAM::AccessKey': undefined,
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::GroupPolicy': undefined,
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Policy': undefined,
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::RolePolicy': undefined,
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::UserPolicy': undefined,
  'AWS::IAM::UserToGroupAddition': undefined,
};

interface Declared {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/**
 * What a template may only do with the caller's acknowledgement.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html#using-iam-capabilities
 */
export function requiredCapabilities(resources: readonly Declared[], transforms: readonly string[]): { capabilities: string[]; reason: string | undefined } {
  const iam = resources.filter(({ type }) => Object.hasOwn(nameProperties, type));
  const named = iam.some(({ type, properties }) => nameProperties[type] !== undefined && properties[nameProperties[type]!] !== undefined);
  const capabilities: string[] = [];
  if (iam.length > 0) capabilities.push(named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM');
  if (transforms.length > 0) capabilities.push('CAPABILITY_AUTO_EXPAND');
  const types = [...new Set(iam.map(({ type }) => type))];
  const reasons = [
    ...(types.length > 0 ? [`The following resource(s) require capabilities: [${types.join(', ')}]`] : []),
    ...(transforms.length > 0 ? [`The template contains transforms: [${transforms.join(', ')}]`] : []),
  ];
  return { capabilities, reason: reasons.length > 0 ? reasons.join('. ') : undefined };
}

/** `CAPABILITY_NAMED_IAM` includes `CAPABILITY_IAM`. */
export function missingCapabilities(required: readonly string[], given: readonly string[]): string[] {
  const held = new Set(given);
  if (held.has('CAPABILITY_NAMED_IAM')) held.add('CAPABILITY_IAM');
  return required.filter((capability) => !held.has(capability));
}

/** AWS-specific parameter types. Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html */
const awsTypes = [
  'AWS::EC2::AvailabilityZone::Name',
  'AWS::EC2::Image::Id',
  'AWS::EC2::Instance::Id',
  'AWS::EC2::KeyPair::KeyName',
  'AWS::EC2::SecurityGroup::GroupName',
  'AWS::EC2::SecurityGroup::Id',
  'AWS::EC2::Subnet::Id',
  'AWS::EC2::Volume::Id',
  'AWS::EC2::VPC::Id',
  'AWS::Route53::HostedZone::Id',
];

const plainTypes = new Set(['String', 'Number', 'CommaDelimitedList', 'List<Number>', 'List<String>', ...awsTypes, ...awsTypes.map((type) => `List<${type}>`)]);

export const ssmNameType = 'AWS::SSM::Parameter::Name';

/** Type of the value where the parameter is the name of an SSM parameter, `AWS::SSM::Parameter::Value<TYPE>`. */
export const ssmValueType = (type: string): string | undefined => /^AWS::SSM::Parameter::Value<(.+)>$/.exec(type)?.[1];

export const parameterTypeIsKnown = (type: string): boolean =>
  plainTypes.has(type) || type === ssmNameType || plainTypes.has(ssmValueType(type) ?? '');

export const isListType = (type: string): boolean => type === 'CommaDelimitedList' || type.startsWith('List<');
export const isNumberType = (type: string): boolean => type === 'Number' || type === 'List<Number>';

/** Letters of a region's availability zones where they are not a, b and c. Source: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html, checked 2026-11-21. */
const letters: Readonly<Record<string, string>> = {
  'us-east-1': 'abcdef',
  'us-west-1': 'ac',
  'us-west-2': 'abcd',
  'ap-northeast-1': 'acd',
  'ap-northeast-2': 'abcd',
  'ca-central-1': 'abd',
};

export const zoneNames = (region: string): string[] => [...(letters[region] ?? 'abc')].map((letter) => region + letter);

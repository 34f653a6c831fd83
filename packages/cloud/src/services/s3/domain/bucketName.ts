const forbiddenPrefixes = ['xn--', 'sthree-', 'amzn-s3-demo-'];
const forbiddenSuffixes = ['-s3alias', '--ol-s3', '.mrap', '--x-s3', '--table-s3'];

/** Whether S3 takes it as a bucket's name. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function isBucketName(name: string): boolean {
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) return false;
  if (name.includes('..') || /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/.test(name)) return false;
  return !forbiddenPrefixes.some((start) => name.startsWith(start)) && !forbiddenSuffixes.some((end) => name.endsWith(end));
}

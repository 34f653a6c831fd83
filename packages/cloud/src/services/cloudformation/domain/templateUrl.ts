export interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | undefined;
}

/** `s3`, `s3-us-west-2` or `s3.us-west-2`, as a host or behind a bucket's name. */
const s3Host = /^(?:(.+)\.)?s3(?:[.-](?:dualstack\.)?[a-z]{2}(?:-[a-z]+)+-\d)?\.(?:amazonaws\.com(?:\.cn)?|localhost)$/;

/** Bucket and key that a TemplateURL names, by host or by path; undefined where it is no S3 URL. */
export function objectPlace(text: string): ObjectPlace | undefined {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return undefined;
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  const path = url.pathname.slice(1);
  const match = s3Host.exec(url.hostname);
  if (match?.[1] !== undefined) return place(match[1], path, url);
  const local = url.hostname === 'localhost' || /^127(?:\.\d+){3}$/.test(url.hostname) || url.hostname === '[::1]';
  if (!match && !local) return undefined;
  const slash = path.indexOf('/');
  return slash < 0 ? undefined : place(path.slice(0, slash), path.slice(slash + 1), url);
}

function place(bucket: string, path: string, url: URL): ObjectPlace | undefined {
  let key: string;
  try {
    key = decodeURIComponent(path);
  } catch {
    return undefined;
  }
  return bucket === '' || key === '' ? undefined : { bucket, key, versionId: url.searchParams.get('versionId') ?? undefined };
}

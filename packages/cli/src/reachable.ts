/**
 * AWS's own names as this machine reaches them: `https://API.execute-api.REGION.amazonaws.com/STAGE/` becomes
 * `http://API.execute-api.localhost:PORT/STAGE/`.
 */
export function reachableUrl(value: string, endpoint: string): string {
  const { port } = new URL(endpoint);
  return value.replace(/https:\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com/g, `http://$1.execute-api.localhost:${port}`);
}

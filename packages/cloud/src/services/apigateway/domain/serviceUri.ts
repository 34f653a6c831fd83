/** What an AWS integration calls. */
export type ServiceTarget =
  | { readonly kind: 'lambda'; readonly functionArn: string }
  | { readonly kind: 'action' | 'path'; readonly service: string; readonly region: string; readonly name: string };

const form = /^arn:aws[a-z-]*:apigateway:([a-z0-9-]+|\$\{[^}]+\}):([A-Za-z0-9._-]+):(path|action)\/(.*)$/s;
const invocation = /^\/?2015-03-31\/functions\/(.+)\/invocations$/s;

/**
 * `arn:aws:apigateway:REGION:SERVICE:path|action/…`, or undefined where it has not this form. Stage variables may stand in
 * a function's ARN, as `${stageVariables.name}`.
 */
export function parseServiceUri(uri: string): ServiceTarget | undefined {
  const parts = form.exec(uri);
  if (!parts) return undefined;
  const [, region, service, kind, rest] = parts as unknown as [string, string, string, 'path' | 'action', string];
  if (service === 'lambda' && kind === 'path') {
    const functionArn = invocation.exec(rest)?.[1];
    return functionArn === undefined ? undefined : { kind: 'lambda', functionArn };
  }
  return { kind, service, region, name: rest };
}

const variable = /\$\{stageVariables\.([A-Za-z0-9_]+)\}/g;

/** With stage variables put in; one that is not set leaves nothing. */
export const withStageVariables = (text: string, variables: Readonly<Record<string, string>> | undefined): string =>
  text.includes('${') ? text.replace(variable, (_whole, name: string) => variables?.[name] ?? '') : text;

import { rootPrincipal } from './kernel/identity.js';
import type { Kernel } from './kernel/kernel.js';
import type { WireCall } from './wire/gateway.js';

/** Qualifier of a bootstrap role (`cdk-hnb659fds-deploy-role-…`) or version parameter; undefined for any other call. */
function qualifierAsked({ service, operation, input }: WireCall): string | undefined {
  if (service === 'sts' && operation === 'AssumeRole') return /:role\/cdk-([A-Za-z0-9]+)-[a-z-]+-role-/.exec(String(input['RoleArn']))?.[1];
  if (service === 'ssm' && operation === 'GetParameter') return /^\/cdk-bootstrap\/([A-Za-z0-9]+)\/version$/.exec(String(input['Name']))?.[1];
  return undefined;
}

/**
 * Every account and region counts as bootstrapped for CDK: the roles, bucket and version parameter are made when the CDK
 * CLI first asks for one of them, so that `cdk deploy` works on an empty lab and a lab without CDK pays nothing.
 */
export class CdkEnvironment {
  private readonly made = new Map<string, Promise<void>>();

  constructor(private readonly kernel: Kernel) {}

  /** What to wait for before this call; undefined where it asks for nothing of CDK's. */
  prepare(call: WireCall): Promise<void> | undefined {
    const qualifier = qualifierAsked(call);
    if (qualifier === undefined) return undefined;
    const { account, region } = call.scope;
    const name = `${account}|${region}|${qualifier}`;
    let made = this.made.get(name);
    if (!made) {
      this.made.set(name, (made = this.make(call, qualifier)));
      // The next who asks tries again.
      made.catch(() => this.made.delete(name));
    }
    return made;
  }

  private async make({ scope }: WireCall, qualifier: string): Promise<void> {
    const { ensureBootstrap } = await import('./deploy/index.js');
    const principal = rootPrincipal(scope.account);
    const call = async (service: string, operation: string, input: object) => this.kernel.dispatch({ service, operation, input, scope, principal });
    await ensureBootstrap(call as Parameters<typeof ensureBootstrap>[0], scope, qualifier);
  }
}

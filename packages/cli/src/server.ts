import { Cloud } from '@terrella/cloud';
import type { Target } from './deployment.js';
import { portOf } from './options.js';
import type { StartOptions } from './options.js';
import { UserError } from './output.js';
import type { Output } from './output.js';

/** Starts a cloud on its port. What the user can mend is a UserError of one line. */
export async function startLab(options: StartOptions): Promise<Cloud> {
  const port = portOf(options.port);
  try {
    return await Cloud.start({
      port,
      ...(options.account === undefined ? {} : { account: options.account }),
      ...(options.region === undefined ? {} : { region: options.region }),
      ...(options.data === undefined ? {} : { dataDirectory: options.data }),
      enforceIam: options.enforceIam === true,
    });
  } catch (error) {
    const { message, name } = error as Error;
    // A data directory can lack permission as well as a port.
    const code = name === 'PortError' ? (error as NodeJS.ErrnoException).code : undefined;
    if (code === 'EADDRINUSE') throw new UserError(`Port ${port} is taken: stop what uses it, or choose another with --port`);
    if (code === 'EACCES') throw new UserError(`Port ${port} may not be opened by this user: choose one above 1023 with --port`);
    throw new UserError(message, error instanceof TypeError ? 2 : 1);
  }
}

/** Calls into a lab of this process, in any account and region. */
export const callsOf = (cloud: Cloud): Pick<Target, 'call' | 'callIn'> => ({
  call: (service, operation, input) => cloud.call(service, operation, input),
  callIn: (scope) => (service, operation, input) => cloud.call(service, operation, input, scope),
});

/** Resolves after the first SIGINT, SIGTERM or SIGHUP and an orderly close; a second one ends at once. */
export function untilStopped(cloud: Cloud, output: Output): Promise<void> {
  return new Promise((resolve) => {
    let stopping = false;
    const stop = (): void => {
      if (stopping) process.exit(130);
      stopping = true;
      output.line(output.style.dim('Stopping…'));
      void cloud.close().then(() => {
        resolve();
        process.exit(0);
      });
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  });
}

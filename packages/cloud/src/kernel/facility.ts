import type { Clock } from './clock.js';
import type { Host } from './host.js';
import type { Cause, Scope } from './identity.js';
import type { Context } from './service.js';

/**
 * Something that runs beside the state: a pool of function processes, a socket. Made on first use, one for each cloud,
 * never copied by a fork, disposed of with its cloud. It holds nothing that must survive.
 */
export interface Facility<T> {
  readonly name: string;
  readonly start: (environment: FacilityEnvironment) => T;
  readonly dispose?: (facility: T) => Promise<void> | void;
}

export interface FacilityEnvironment {
  readonly clock: Clock;
  /** Real timers, temporary directories, environment variables of the process. */
  readonly host: Host;
  /** Base URL at which child processes reach this cloud, opening a port on 127.0.0.1 on first use. */
  endpoint(): Promise<string>;
  /** A transaction of the named service outside of any call. */
  transact<R>(service: string, scope: Scope, cause: Cause | undefined, body: (ctx: Context) => R): R;
}

export const defineFacility = <T>(facility: Facility<T>): Facility<T> => facility;

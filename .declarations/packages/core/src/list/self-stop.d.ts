import type { Lifecycle } from '../lifecycle/lifecycle.ts';
/**
 * A stop is over when everything that needs the service is: a service that asks for the stop of what it needs, of its node or
 * of itself would wait for its own end. So would its clean-up: until it has run, what the service needs stays for it.
 *
 * What it asked for, started or first held at run time it may stop: it needs that no more.
 *
 * @throws {SelfStopError} with the way from the one to the other
 */
export declare function refuseSelfStop(asker: Lifecycle | undefined, targets: readonly Lifecycle[], verb: string): void;
/**
 * A clean-up that asks for itself would wait for its own end.
 *
 * @throws {SelfStopError} if it is among them
 */
export declare function refuseSelfCleanup(asker: Lifecycle | undefined, targets: readonly Lifecycle[]): void;

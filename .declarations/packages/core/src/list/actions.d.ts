import type { Engine } from '../engine-contract.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { Service, StopOptions } from '../service/service.ts';
/**
 * Stops or kills services and, before them, everything that needs them.
 *
 * @throws {SelfStopError} {@link SharedServiceError} before anything is done; see {@link planStop}
 * @throws what went wrong while stopping: the error itself, or an AggregateError of several
 */
export declare function stopServices(engine: Engine, services: Iterable<Service>, verb: 'stop' | 'kill', options: StopOptions): Promise<void>;
/**
 * Runs the clean-up of services that are over, of each one once.
 *
 * @throws {CleanupRefusedError} before anything is done, if one of them is not over
 * @throws {SelfStopError} before anything is done, if the clean-up of one of them asks for it
 * @throws what went wrong in those that ran: the error itself, or an AggregateError of several
 */
export declare function cleanUpServices(engine: Engine, services: Iterable<Service>): Promise<void>;
/**
 * What is to be stopped, when nothing speaks against it; the edges that came about since the services started are known then.
 * A service that no scope has taken yet is called off: it never starts.
 *
 * @throws {SelfStopError} if the service that asks for it would have to be over before
 * @throws {SharedServiceError} if one of them is used by others, unless that is allowed
 */
export declare function planStop(engine: Engine, services: Iterable<Service>, verb: string, isShared: boolean): Lifecycle[];
/** The lifecycles of services; one that no scope has taken yet has nothing to stop. */
export declare function lifecyclesOf(services: Iterable<Service>): Lifecycle[];

/** The states of a service. `stopped`, `failed` and `kept` are terminal; `kept` alone says that it lives on. */
export type ServiceState = 'new' | 'starting' | 'running' | 'stopping' | 'stopped' | 'failed' | 'kept';
/**
 * What moves a service from state to state: it is told to start; its readiness passed; it is told to stop; it cannot start;
 * its runtime ended by itself; it is over as it should be; it is over with an error, or could not be ended; it is left up on
 * purpose, for somebody to look at (`keepOnFailure`).
 */
export type ServiceEvent = 'start' | 'ready' | 'stop' | 'fail' | 'exit' | 'end' | 'break' | 'keep';
/** The state that an event leads to, or `undefined` where the table has none. */
export declare function next(state: ServiceState, event: ServiceEvent): ServiceState | undefined;
/** Whether a service in that state is over for good. */
export declare function isTerminal(state: ServiceState): boolean;

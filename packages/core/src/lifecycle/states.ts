/** The states of a service. `stopped`, `failed` and `kept` are terminal; `kept` alone says that it lives on. */
export type ServiceState = 'new' | 'starting' | 'running' | 'stopping' | 'stopped' | 'failed' | 'kept'

/**
 * What moves a service from state to state: it is told to start; its readiness passed; it is told to stop; it cannot start;
 * its runtime ended by itself; it is over as it should be; it is over with an error, or could not be ended; it is left up on
 * purpose, for somebody to look at (`keepOnFailure`).
 */
export type ServiceEvent = 'start' | 'ready' | 'stop' | 'fail' | 'exit' | 'end' | 'break' | 'keep'

/** The one transition table. An event that is not listed is illegal in that state. */
const transitions: Readonly<Record<ServiceState, Readonly<Partial<Record<ServiceEvent, ServiceState>>>>> = {
  new: { start: 'starting', stop: 'stopped', fail: 'failed' },
  starting: { ready: 'running', stop: 'stopping', fail: 'stopping', exit: 'stopping' },
  running: { stop: 'stopping', exit: 'stopping', keep: 'kept' },
  stopping: { end: 'stopped', break: 'failed' },
  stopped: {},
  failed: {},
  kept: {},
}

/** The state that an event leads to, or `undefined` where the table has none. */
export function next(state: ServiceState, event: ServiceEvent): ServiceState | undefined {
  return transitions[state][event]
}

/** Whether a service in that state is over for good. */
export function isTerminal(state: ServiceState): boolean {
  return state === 'stopped' || state === 'failed' || state === 'kept'
}

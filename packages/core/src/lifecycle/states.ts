/** The states of a service. `stopped` and `failed` are terminal. */
export type ServiceState = 'new' | 'starting' | 'running' | 'stopping' | 'stopped' | 'failed'

/**
 * What moves a service from state to state: it is told to start; its readiness passed; it is told to stop; it cannot start;
 * its runtime ended by itself; it is over as it should be; it is over with an error, or could not be ended.
 */
export type ServiceEvent = 'start' | 'ready' | 'stop' | 'fail' | 'exit' | 'end' | 'break'

/** The one transition table. An event that is not listed is illegal in that state. */
export const transitions: Readonly<Record<ServiceState, Readonly<Partial<Record<ServiceEvent, ServiceState>>>>> = {
  new: { start: 'starting', stop: 'stopped', fail: 'failed' },
  starting: { ready: 'running', stop: 'stopping', fail: 'stopping', exit: 'stopping' },
  running: { stop: 'stopping', exit: 'stopping' },
  stopping: { end: 'stopped', break: 'failed' },
  stopped: {},
  failed: {},
}

/** The state that an event leads to, or `undefined` where the table has none. */
export function next(state: ServiceState, event: ServiceEvent): ServiceState | undefined {
  return transitions[state][event]
}

/** Whether a service in that state is over for good. */
export function isTerminal(state: ServiceState): boolean {
  return state === 'stopped' || state === 'failed'
}

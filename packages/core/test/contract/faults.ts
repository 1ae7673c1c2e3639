import type { Part } from './world.ts'

/** What a service of a made-up suite does wrong. */
export const faults = [
  'none',
  'ignores stop',
  'stop throws',
  'stop rejects',
  'unclean exit',
  'crashes',
  'unkillable',
  'launch fails',
  'never ready',
  'exits while starting',
] as const

export type Fault = (typeof faults)[number]

/** One service of a made-up suite: its place in the graph, how long each thing takes, and what it does wrong. */
export interface Plan {
  readonly name: string
  readonly needs: readonly string[]
  readonly fault: Fault
  /** From the launch until it runs. */
  readonly launchMs: number
  /** From the graceful request until it is gone, where it obeys. */
  readonly stopMs: number
  readonly startTimeoutMs: number
  readonly stopTimeoutMs: number
  readonly killMs: number
  readonly stopPriority: number
  /** From when it runs, or is launched, until it exits by itself, where that is its fault. */
  readonly exitAfterMs: number
}

/** Which error a fault of a start is. */
export const startErrors: Readonly<Partial<Record<Fault, string>>> = {
  'launch fails': 'CURFEW_LAUNCH',
  'never ready': 'CURFEW_NOT_READY',
  'exits while starting': 'CURFEW_EXITED_WHILE_STARTING',
}

export function failsToStart(fault: Fault): boolean {
  return fault in startErrors
}

/** The fake that does what the plan says. */
export function partOf(plan: Plan): Part {
  const { name, needs, fault, launchMs, stopMs, startTimeoutMs, stopTimeoutMs, killMs, stopPriority } = plan
  const ignores = fault === 'ignores stop' || fault === 'unkillable'
  const neverReady = fault === 'never ready' || fault === 'exits while starting'
  const exits = fault === 'crashes' || fault === 'exits while starting'
  return {
    needs,
    does: {
      launchMs,
      stopMs: ignores ? Infinity : stopMs,
      killMs: fault === 'unkillable' ? Infinity : killMs,
      ...(fault === 'launch fails' && { launchError: new Error(`${name} cannot launch`) }),
      ...(fault === 'stop throws' && { stopError: { error: new Error(`${name} throws`), synchronously: true } }),
      ...(fault === 'stop rejects' && { stopError: { error: new Error(`${name} rejects`), synchronously: false } }),
      ...(fault === 'unclean exit' && { stopExit: { code: 7 } }),
      ...(exits && { exitAfterMs: plan.exitAfterMs, exit: { code: 9 } }),
    },
    options: {
      startTimeoutMs,
      stopTimeoutMs,
      stopPriority,
      ...(neverReady && { ready: () => new Promise<void>(() => {}) }),
    },
  }
}

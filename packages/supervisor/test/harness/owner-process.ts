import { type ChildProcess, fork } from 'node:child_process'
import { onTestFinished } from 'vitest'
import { fixture } from './test-run.ts'

export interface OwnerOptions {
  readonly rootPid?: number
  /** The owner is a thread of that process. */
  readonly thread?: boolean
  /** The service that ignores SIGTERM. */
  readonly ignore?: string
  /** The service that it keeps. */
  readonly keep?: string
  /** Where `db` listens. */
  readonly fixedPort?: number
  /** What needs what is not in the orders, but found later. */
  readonly late?: boolean
  /** Says goodbye and ends by itself. */
  readonly close?: boolean
}

/** An owner in a process of its own, with services api → db → disk and other, each with a child in its own session. */
export interface OwnerProcess {
  readonly process: ChildProcess
  readonly pid: number
  /** Of all its services and their children. */
  readonly pids: readonly number[]
  /** Resolves with the reason when it is told that its run is over. */
  readonly doomed: Promise<string>
}

export function startOwner(runDirectory: string, owner: string, options: OwnerOptions = {}): Promise<OwnerProcess> {
  const child = fork(fixture('owner.mjs'), [runDirectory, owner, JSON.stringify(options)], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return new Promise((resolve, reject) => {
    const doomed = Promise.withResolvers<string>()
    child.once('exit', (code) => reject(new Error(`the owner ended with ${code}`)))
    child.on('message', (message: { readonly pids?: readonly number[]; readonly doomed?: string }) => {
      if (message.doomed !== undefined) doomed.resolve(message.doomed)
      if (message.pids === undefined) return
      resolve({ process: child, pid: child.pid ?? 0, pids: message.pids, doomed: doomed.promise })
    })
  })
}

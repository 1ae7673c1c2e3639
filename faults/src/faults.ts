import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from './fault.ts'
import { identify } from './processes.ts'

const leaks = { leaks: true }
const ctrlC = '\u0003'
const bothFit = 50
const betweenKeysMs = 300

function signalMain(signal: NodeJS.Signals, exit: number | NodeJS.Signals): Fault {
  return {
    name: `${signal.toLowerCase()}-main`,
    title: `${signal} to the main process`,
    apply: ({ pid }) => void process.kill(pid, signal),
    exits: () => [exit],
    // A worker that lives on as an orphan may end its test, and then its hooks stop what obeys.
    contrast: (suite) =>
      suite === 'hostile' ? leaks : { none: 'an orphaned worker may still stop services that obey' },
  }
}

/** All ways to break a run, in the order of the table. */
export const faults: readonly Fault[] = [
  signalMain('SIGINT', 130),
  signalMain('SIGTERM', 143),
  signalMain('SIGHUP', 129),
  signalMain('SIGKILL', 'SIGKILL'),
  {
    name: 'sigint-group',
    title: 'SIGINT to the process group',
    apply: ({ pid }) => void process.kill(-pid, 'SIGINT'),
    exits: () => [130],
    // Services that are no leaders of a group get it too; what is in a session of its own, or shielded by it, lives on.
    contrast: (suite) => ({ leaks: suite === 'hostile' }),
  },
  {
    name: 'ctrl-c-run',
    title: 'Ctrl-C in a terminal, run',
    io: 'terminal',
    apply: ({ type }) => type(ctrlC),
    exits: () => [130],
    contrast: () => leaks,
  },
  {
    name: 'ctrl-c-watch',
    title: 'Ctrl-C in a terminal, watch',
    io: 'watch',
    apply: ({ type }) => type(ctrlC),
    // A key press is no signal, so the exit code is left as the runner has it: Vitest tells that the run was cancelled.
    exits: ({ runner }) => [runner.name === 'jest' ? 0 : 1],
    contrast: () => leaks,
  },
  {
    name: 'q-watch',
    title: 'q in a terminal, watch',
    io: 'watch',
    // In band, Jest ends a run between two tests.
    goesOn: true,
    moments: ['running'],
    // The first one ends the run, and another one the watch mode: nothing may be left in between either.
    apply: ({ type, pid }) => void pressUntilGone(() => type('q'), pid),
    exits: ({ runner }) => [runner.name === 'jest' ? 0 : 1],
    contrast: () => leaks,
  },
  {
    name: 'sigint-twice',
    title: `SIGINT to the main process twice within 100 ms`,
    async apply({ pid }) {
      process.kill(pid, 'SIGINT')
      await sleep(bothFit)
      killUnlessGone(pid, 'SIGINT')
    },
    // Where tests run in the main process, the kernel itself ends it at the second one: they may never let it listen.
    exits: ({ pool }) => (pool === 'inBand' ? [130, 'SIGINT'] : [130]),
    contrast: () => leaks,
  },
  {
    name: 'sigkill-worker',
    title: 'SIGKILL of one worker of two',
    second: 'same',
    goesOn: true,
    apply: ({ workerPid }) => void process.kill(workerPid('a'), 'SIGKILL'),
    exits: () => [1],
    notApplicable: ({ pool }) =>
      isOfProcesses(pool) ? undefined : 'no worker process: the kernel cannot kill a thread without the main process',
    contrast: () => leaks,
  },
  {
    name: 'sigkill-supervisor',
    title: 'SIGKILL of the supervisor',
    goesOn: true,
    apply: ({ supervisorPid }) => void process.kill(supervisorPid(), 'SIGKILL'),
    exits: () => [0],
    contrast: () => ({ none: 'without curfew there is no supervisor' }),
  },
  {
    name: 'sigkill-supervisor-runner',
    title: 'SIGKILL of the supervisor, then of the runner',
    sweptByNext: true,
    apply({ supervisorPid, pid, column }) {
      if (column === 'curfew') process.kill(supervisorPid(), 'SIGKILL')
      process.kill(pid, 'SIGKILL')
    },
    exits: () => ['SIGKILL'],
    contrast: () => leaks,
  },
  {
    name: 'process-exit',
    title: 'process.exit in a test',
    deed: 'exit',
    goesOn: true,
    apply: ({ tellFault }) => tellFault(),
    // In the main process it is the end of Jest, with the exit code that the test said.
    exits: ({ pool }) => [pool === 'inBand' ? 0 : 1],
    contrast: () => leaks,
  },
  {
    name: 'out-of-memory',
    title: 'out of memory in a worker',
    deed: 'memory',
    goesOn: true,
    env: { NODE_OPTIONS: '--max-old-space-size=160' },
    apply: ({ tellFault }) => tellFault(),
    exits: ({ pool }) => [pool === 'inBand' ? 'SIGABRT' : 1],
    contrast: () => leaks,
  },
  {
    name: 'bail',
    title: '--bail: another file fails',
    deed: 'fail',
    second: 'none',
    args: ['--bail=1'],
    goesOn: true,
    apply: ({ tellFault }) => tellFault(),
    exits: () => [1],
    notApplicable: ({ pool }) =>
      pool === 'inBand' ? 'files run one after another: none runs when another one fails' : undefined,
    contrast: () => leaks,
  },
  {
    name: 'hung',
    title: 'test in an endless loop, then SIGINT',
    deed: 'hang',
    async apply({ pid, pool, column, tellFault, event }) {
      const hung = event((entry) => entry.event === 'hung')
      tellFault()
      await hung
      process.kill(pid, 'SIGINT')
      if (pool !== 'inBand' || column === 'plain') return
      // The main process itself hangs, and hears nothing: a person presses Ctrl-C again.
      await sleep(bothFit)
      process.kill(pid, 'SIGINT')
    },
    exits: ({ pool }) => [pool === 'inBand' ? 'SIGINT' : 130],
    contrast: () => leaks,
  },
]

/** Names of both runners. */
function isOfProcesses(pool: string): boolean {
  return pool === 'forks' || pool === 'processes'
}

async function pressUntilGone(press: () => void, pid: number): Promise<void> {
  while (identify(pid) !== undefined) {
    press()
    await sleep(betweenKeysMs)
  }
}

function killUnlessGone(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    // The first one was enough.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

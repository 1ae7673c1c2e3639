import type { HostDriver, HostedSurroundings, PastProcess, ProcessSpawnOrder } from '@curfew/protocol'
import { type OutputPipes, pipeBytesBeside, reopenPipes } from '../../output/open-output.ts'
import { processTable } from '../../system/process-table.ts'
import { contain, type Containment, noContainment } from '../../tree/containment.ts'
import { killStrays } from '../../tree/kill-strays.ts'
import { ExitHints } from './exit-hint.ts'
import { findMain } from './find-main.ts'
import { LocalProcess, type LocalSurroundings } from './local-process.ts'
import { childMain, type MainProcess } from './main-process.ts'
import { spawnChild, warmUpSpawn } from './spawn-child.ts'

/** What this machine needs to know to be a process host. */
export interface LocalHostFacts extends Pick<LocalSurroundings, 'run' | 'chosenPorts' | 'bystanders'> {
  readonly complain: (message: string) => void
  /** How many of its processes live. */
  readonly living: () => number
  readonly log: (message: string) => void
}

/** This machine: its processes are children of the supervisor. */
export class LocalHost implements HostDriver {
  readonly #facts: LocalHostFacts
  readonly #hints = new ExitHints()
  #containment: Containment | undefined

  constructor(facts: LocalHostFacts) {
    this.#facts = facts
  }

  /** Does what can be done before the first order. */
  warmUp(): void {
    warmUpSpawn(this.#contained())
  }

  async spawn(order: ProcessSpawnOrder, around: HostedSurroundings): Promise<LocalProcess> {
    const { run, complain, living } = this.#facts
    const containment = this.#contained()
    const mark = { run, id: order.id }
    const { child, pipes } = await spawnChild(order, {
      mark,
      containment,
      complain,
      pipeBytes: pipeBytesBeside(living()),
    })
    return new LocalProcess(order, childMain(child), this.#around(around, containment, pipes))
  }

  adopt(past: PastProcess, around: HostedSurroundings): LocalProcess | undefined {
    const main = findMain(processTable, past, this.#facts.run)
    return main === undefined ? undefined : this.adoptMain(past, main, around)
  }

  /** Goes on with a process whose main process is known; `unread`: somebody else reads its pipes. */
  adoptMain(
    past: Pick<PastProcess, 'order' | 'asked' | 'killed' | 'exit' | 'end' | 'kept'>,
    main: MainProcess,
    around: HostedSurroundings,
    output?: 'unread',
  ): LocalProcess {
    // Of what is over or was kept nobody here reads a pipe.
    const isRead = past.end === undefined && !past.kept && output !== 'unread'
    const pipes = isRead ? reopenPipes(past.order.log.directory) : undefined
    return new LocalProcess(past.order, main, this.#around(around, noContainment, pipes), past)
  }

  /** Kills what services orphaned that are gone. */
  killStrays(): void {
    const strays = killStrays(processTable, this.#containment ?? noContainment)
    for (const { pid, command } of strays) this.#facts.log(`killed a stray: pid ${pid} (${command})`)
  }

  /** The containment of what this process spawns; made once, before the first process. */
  #contained(): Containment {
    if (this.#containment === undefined) {
      this.#containment = contain()
      const { kind, reason } = this.#containment
      this.#facts.log(`containment: ${kind}${reason === undefined ? '' : ` (${reason})`}`)
    }
    return this.#containment
  }

  #around(
    { asked, killed }: HostedSurroundings,
    containment: Containment,
    pipes: OutputPipes | undefined,
  ): LocalSurroundings {
    const { run, chosenPorts, bystanders } = this.#facts
    return { run, chosenPorts, bystanders, hints: this.#hints, asked, killed, containment, pipes }
  }
}

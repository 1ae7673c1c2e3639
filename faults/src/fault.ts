import type { Cell, Exit, Moment, SuiteName } from './cell.ts'
import type { LabEvent } from './evidence.ts'

/** What a fault is applied to. */
export interface Target {
  /** The main process of the runner. */
  readonly pid: number
  readonly column: 'curfew' | 'plain'
  readonly pool: string
  /** The process or thread that runs the test file of that owner. */
  workerPid(owner: string): number
  supervisorPid(): number
  /** Types on the terminal of the runner. */
  type(text: string): void
  /** Lets the worker do its deed. */
  tellFault(): void
  event(isIt: (event: LabEvent) => boolean): Promise<LabEvent>
}

/** One way to break a run. */
export interface Fault {
  readonly name: string
  /** What happens, for the reader of the table. */
  readonly title: string
  /** `watch` is a terminal, and the runner watches. @default 'pipes' */
  readonly io?: 'pipes' | 'terminal' | 'watch'
  /** What the worker itself does when it is told. */
  readonly deed?: 'exit' | 'hang' | 'memory' | 'fail'
  /** What the second test file has; there is none by default. */
  readonly second?: 'same' | 'none'
  /** The run goes on after the fault: the lab lets its test bodies end. */
  readonly goesOn?: boolean
  /** Nobody is left who could clean up: the next run has to, and is started before anything is counted. */
  readonly sweptByNext?: boolean
  /** More of the runner's arguments. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** @default all */
  readonly moments?: readonly Moment[]
  apply(target: Target): void | Promise<void>
  exits(row: Pick<Cell, 'runner' | 'pool' | 'moment'>): readonly Exit[]
  /** Why there is no such cell. */
  notApplicable?(row: Pick<Cell, 'runner' | 'pool' | 'moment'>): string | undefined
  contrast(suite: SuiteName, row: Pick<Cell, 'runner' | 'pool' | 'moment'>): Cell['contrast']
}

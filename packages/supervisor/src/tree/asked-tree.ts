import { monotonicMs } from '@curfew/protocol'
import {
  isSame,
  type ProcessEntry,
  type ProcessIdentity,
  type ProcessTable,
  type SignalState,
} from '../system/process-entry.ts'
import type { ProcessTree } from './process-tree.ts'
import { sendSignal } from './send-signal.ts'
import { signalPathOf } from './signal-path.ts'

/** A fork that used so much processor time without executing a program is no shell's fork on its way to one. */
const settledCpuTicks = 5

/** What is known of a process since the signal, or since it was first seen. */
interface Witness {
  readonly identity: ProcessIdentity
  /** Who could have passed the signal on to it: its parent when it was first seen. */
  readonly parent: number
  readonly program: number | undefined
  readonly state: SignalState | undefined
  /** It was a fork of its parent that had not executed a program of its own yet. */
  readonly wasUnexecuted: boolean
  /** It was first seen after the signal: whoever started it did so on the signal. */
  readonly isLate: boolean
  told: boolean
  /** It never got the signal, which was proved when nobody was left who could pass it on. */
  untold: boolean
  /** When its parent was first seen to be dead. */
  orphanedAtMs: number | undefined
  /** Since when it may have got the signal or not, and nobody is left who could pass it on. */
  unsureSinceMs: number | undefined
}

/**
 * Who handles the signal and lives may tell what a shell below it left, one after the other; or it waits for that without
 * telling it.
 */
const passOnMs = 2000

/** Who of a tree lives, by what the graceful signal means to them. */
export interface LeftOfTree {
  /** They got it, or may have got it from their parent, or are below one that did. */
  readonly asked: readonly ProcessEntry[]
  /** They never got it, and nobody is left who could pass it on. */
  readonly untold: readonly ProcessEntry[]
}

/**
 * A tree that is sent a graceful signal: each process once, however long it takes to find them.
 *
 * Who catches the signal handles it for its children (`SIGTERM` twice would end a server that only waits for the first
 * with `once`). Who dies of it or ignores it cannot tell them, so they are told by us, also when they are seen later.
 * A package manager is left out: it passes the signal on to a shell that dies of it, and ends when what it runs has ended.
 */
export class AskedTree {
  readonly #table: ProcessTable
  readonly #tree: ProcessTree
  readonly #signal: NodeJS.Signals
  readonly #tell: (processes: readonly ProcessIdentity[]) => void
  readonly #sendSignal: typeof sendSignal
  readonly #witnesses = new Map<number, Witness>()
  /** Forks that have not executed a program yet: what a shell caught until then is lost with it. */
  readonly #unexecuted = new Map<number, ProcessEntry>()

  /**
   * @param tell - Called before each batch of signals
   * @param told - Who got it from a supervisor before this one; then nothing is sent at first
   */
  constructor(
    tree: ProcessTree,
    facts: {
      readonly table: ProcessTable
      readonly signal: NodeJS.Signals
      readonly tell?: (processes: readonly ProcessIdentity[]) => void
      readonly told?: readonly ProcessIdentity[]
      readonly send?: typeof sendSignal
    },
  ) {
    this.#table = facts.table
    this.#tree = tree
    this.#signal = facts.signal
    this.#tell = facts.tell ?? (() => {})
    this.#sendSignal = facts.send ?? sendSignal
    const members = tree.scan()
    if (facts.told === undefined) {
      for (const member of members) this.#see(member, members)
      this.#send(members, rootsOf(members))
      return
    }
    // What they were when they were told is not known any more.
    for (const member of members) {
      const told = facts.told.some((other) => isSame(other, member))
      this.#witness(member, { state: undefined, wasUnexecuted: false, isLate: false, told })
    }
  }

  /** Looks who is left, and tells those who are found now and whom nobody else can have told. */
  look(): LeftOfTree {
    this.#tellExecuted()
    const members = this.#tree.scan()
    const isCaught = [...this.#witnesses.values()].some(
      ({ state }) => state === undefined || state.disposition === 'caught',
    )
    for (const member of members) this.#see(member, members, true)
    const forgotten = members.filter((member) => this.#nobodyTold(this.#see(member, members), isCaught))
    if (forgotten.length > 0) this.#send(members, forgotten)
    return this.#sort(members)
  }

  /** Sends the signal to those that never got it and do not ignore it; says whether there are any. */
  tell(untold: readonly ProcessEntry[]): boolean {
    const hearing = untold.filter((entry) => this.#of(entry)?.state?.disposition !== 'ignored')
    if (hearing.length > 0) this.#send(hearing, rootsOf(hearing))
    return hearing.length > 0
  }

  /**
   * Sends the signal to those of the asked that may never have got it, once nobody has been left to pass it on for that
   * long. For use when they are killed otherwise: one that did get it gets a second one.
   */
  tellUnsure(asked: readonly ProcessEntry[], graceMs: number): void {
    const nowMs = monotonicMs()
    const due = rootsOf(asked).filter((entry) => {
      const witness = this.#of(entry)
      if (witness === undefined || !this.#isUnsure(witness, entry)) return false
      witness.unsureSinceMs ??= nowMs
      return nowMs - witness.unsureSinceMs >= graceMs
    })
    if (due.length > 0) this.#send(due, due)
  }

  /** Whether that process got the signal, or may have got it from its parent. */
  isAsked(process: ProcessIdentity): boolean {
    const witness = this.#of(process)
    if (witness === undefined) return false
    return witness.told || this.#unexecuted.has(process.pid) || !this.#isUntold(witness)
  }

  #of(process: ProcessIdentity): Witness | undefined {
    const witness = this.#witnesses.get(process.pid)
    return witness !== undefined && isSame(witness.identity, process) ? witness : undefined
  }

  #see(entry: ProcessEntry, members: readonly ProcessEntry[], isLate = false): Witness {
    return (
      this.#of(entry) ??
      this.#witness(entry, {
        state: this.#table.signalState(entry.pid, this.#signal),
        wasUnexecuted: isUnexecuted(entry, members),
        isLate,
        told: false,
      })
    )
  }

  #witness(
    { pid, startTime, parent, program }: ProcessEntry,
    facts: Pick<Witness, 'state' | 'wasUnexecuted' | 'isLate' | 'told'>,
  ): Witness {
    const witness: Witness = {
      identity: { pid, startTime },
      parent,
      program,
      ...facts,
      untold: false,
      orphanedAtMs: undefined,
      unsureSinceMs: undefined,
    }
    this.#witnesses.set(pid, witness)
    return witness
  }

  #sort(members: readonly ProcessEntry[]): LeftOfTree {
    const asked: ProcessEntry[] = []
    const untold: ProcessEntry[] = []
    const children = Map.groupBy(members, (member) => member.parent)
    const open = rootsOf(members).map((member) => ({ member, isBelowAsked: false }))
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      const { member, isBelowAsked } = next
      const isAsked = isBelowAsked || this.isAsked(member)
      const list = isAsked ? asked : untold
      list.push(member)
      open.push(...(children.get(member.pid) ?? []).map((child) => ({ member: child, isBelowAsked: isAsked })))
    }
    return { asked, untold }
  }

  /** Whether whoever was above it is dead and could not pass the signal on, so that only we can tell it. */
  #nobodyTold(witness: Witness, isCaught: boolean): boolean {
    if (witness.told || this.#unexecuted.has(witness.identity.pid)) return false
    // Nobody could start it on the signal or pass that on: it was forked right before, and not seen.
    if (!isCaught) return this.#isUntold(witness)
    const above = this.#witnesses.get(witness.parent)
    if (above?.state === undefined || above.state.disposition === 'caught') return false
    if (this.#tree.isAlive(above.identity)) return false
    witness.orphanedAtMs ??= monotonicMs()
    if (this.#mayBeTold(witness) && monotonicMs() - witness.orphanedAtMs < passOnMs) return false
    return this.#isUntold(witness)
  }

  /** Whether somebody above it lives who handles the signal. */
  #mayBeTold(witness: Witness): boolean {
    const seen = new Set<number>()
    let above = this.#witnesses.get(witness.parent)
    while (above !== undefined && !seen.has(above.identity.pid)) {
      seen.add(above.identity.pid)
      if (above.state?.disposition !== 'default' && this.#tree.isAlive(above.identity)) return true
      above = this.#witnesses.get(above.parent)
    }
    return false
  }

  /** Proof that it did not get the signal so far; what is no proof lets it have the time of those that did. */
  #isUntold(witness: Witness): boolean {
    if (witness.told || witness.untold) return !witness.told
    if (!this.#provesUntold(witness)) return false
    // Later it may run without having been told.
    witness.untold = !this.#mayBeTold(witness)
    return true
  }

  #provesUntold({ identity: { pid }, state: before, wasUnexecuted, isLate }: Witness): boolean {
    const now = this.#table.signalState(pid, this.#signal)
    if (before === undefined || now === undefined || now.pending) return false
    if (isLate) return true
    if (now.disposition !== 'caught') {
      // It would have died of it, or never hears it. One that caught it may have taken it: once, or to become its clean-up.
      return before.disposition !== 'caught' || wasUnexecuted
    }
    return before.switches !== undefined && before.switches === now.switches && now.sleeping
  }

  /** Whether nothing shows that it got the signal: a program executed since may be its clean-up, a handler taken off was used. */
  #isUnsure(witness: Witness, { pid, program }: ProcessEntry): boolean {
    if (witness.told || this.#unexecuted.has(pid)) return false
    // What it was before a supervisor that is dead sent the signal is not known.
    if (witness.state !== undefined && witness.state.disposition !== 'caught') return false
    if (program === undefined || program !== witness.program || this.#mayBeTold(witness)) return false
    const now = this.#table.signalState(pid, this.#signal)
    return now?.disposition === 'caught' && !now.pending
  }

  /** Sends the signal to these and to whom they cannot tell, parents before children: a shell then starts no next command. */
  #send(members: readonly ProcessEntry[], roots: readonly ProcessEntry[]): void {
    const { receivers, passersOn } = this.#plan(members, roots)
    const settled: ProcessEntry[] = []
    for (const member of receivers) {
      if (isUnexecuted(member, members)) this.#unexecuted.set(member.pid, member)
      else settled.push(member)
    }
    this.#sendNow(settled, passersOn)
  }

  #sendNow(receivers: readonly ProcessEntry[], passersOn: readonly ProcessEntry[] = []): void {
    if (receivers.length > 0) this.#tell(receivers.map(({ pid, startTime }) => ({ pid, startTime })))
    for (const member of receivers) {
      this.#see(member, []).told = true
      this.#sendSignal(member, this.#signal)
    }
    // A test may have paused one, which could not take the signal then; a SIGSTOP sent just now does not even show yet.
    for (const member of [...passersOn, ...receivers]) this.#sendSignal(member, 'SIGCONT')
  }

  #plan(
    members: readonly ProcessEntry[],
    roots: readonly ProcessEntry[],
  ): { readonly receivers: readonly ProcessEntry[]; readonly passersOn: readonly ProcessEntry[] } {
    const children = Map.groupBy(members, (member) => member.parent)
    const receivers: ProcessEntry[] = []
    const passersOn: ProcessEntry[] = []
    const open = [...roots]
    for (let member = open.shift(); member !== undefined; member = open.shift()) {
      const below = children.get(member.pid) ?? []
      const way = below.length > 0 ? signalPathOf(this.#table.describe(member.pid).command) : undefined
      const witness = this.#see(member, members)
      if (way === 'package-manager') passersOn.push(member)
      else if (!witness.told) receivers.push(member)
      if (way !== 'package-manager' && witness.state?.disposition === 'caught') {
        // A shell only runs its trap once the command in the foreground is over; those in the background are the trap's affair.
        if (way === 'shell') open.push(...below.filter(({ pid }) => this.#table.hasServiceInput(pid)))
        continue
      }
      open.push(...below)
    }
    return { receivers, passersOn }
  }

  #tellExecuted(): void {
    for (const [pid, fork] of this.#unexecuted) {
      const now = this.#table.find(pid)
      if (now?.startTime === fork.startTime && now.alive) {
        if (now.program === fork.program && !isSettled(now)) continue
        this.#sendNow([now])
      }
      this.#unexecuted.delete(pid)
    }
  }
}

/** Those whose parent is none of them. */
function rootsOf(members: readonly ProcessEntry[]): readonly ProcessEntry[] {
  const pids = new Set(members.map(({ pid }) => pid))
  return members.filter(({ parent }) => !pids.has(parent))
}

/**
 * Whether it is a fork of its parent on its way to execute a program, by the proof that both have one stack: the kernel
 * draws the place of the stack at each exec. What its parent catches, it catches until then, and loses the signal.
 */
function isUnexecuted(entry: ProcessEntry, members: readonly ProcessEntry[]): boolean {
  const { pid, parent, program } = entry
  if (program === undefined || isSettled(entry)) return false
  return members.some((other) => other.pid === parent && other.pid !== pid && other.program === program)
}

/** One that waits for something, or has worked, is not on its way to another program: it is what it is. */
function isSettled({ sleeping, stopped, cpuTicks = 0 }: ProcessEntry): boolean {
  return sleeping || stopped || cpuTicks >= settledCpuTicks
}

import { delay, monotonicMs } from '@curfew/protocol'
import type { AskedTree, LeftOfTree } from './asked-tree.ts'

/** How often what is left is looked at, at most. */
const maxWaitMs = 20
/** What never got the signal may still end with its parent, by the end of a pipe to it; then it is told. */
const untoldGraceMs = 100
/**
 * What may have got the signal, or not, has this time to end before it is told, at most half of what is left of the limit
 * so that it can still end by itself. A launcher that died of the signal most likely passed nothing on.
 */
const unsureGraceMs = { died: 1000, exited: 2000, exitedWithoutLimit: 10_000 } as const

/** What is waited for. */
export interface AskedWait {
  /** Those who were asked; the last of them is asked again. */
  readonly asked: readonly AskedTree[]
  readonly deadlineMs: number
  /** Whether the main process died of the signal; unknown counts as no. */
  readonly hasDied: boolean
  /** Whether nothing is waited for any more. @default never */
  readonly isOver?: () => boolean
}

/**
 * Lets those that got a graceful signal have the time until the deadline. Once nobody is left to pass it on, those that
 * never got it are told, and after a grace those that may never have got it.
 *
 * @returns whether all of them ended in time; what lives then never got the signal and ignores it
 */
export async function waitForAsked({
  asked: trees,
  deadlineMs,
  hasDied,
  isOver = () => false,
}: AskedWait): Promise<boolean> {
  const graceMs = unsureGraceOf(hasDied, deadlineMs - monotonicMs())
  const last = trees.at(-1)
  let untoldSinceMs: number | undefined
  for (let waitMs = 1; !isOver(); waitMs = Math.min(waitMs * 2, maxWaitMs)) {
    const { asked, untold } = lookAt(trees)
    const nowMs = monotonicMs()
    if (asked.length === 0 && untold.length === 0) return true
    if (nowMs >= deadlineMs) return asked.length === 0
    last?.tellUnsure(asked, graceMs)
    if (asked.length === 0) {
      untoldSinceMs ??= nowMs
      if (nowMs - untoldSinceMs >= untoldGraceMs) {
        // A launcher may have a handler that tells nobody: Node has one of its own, for the terminal.
        if (last?.tell(untold) !== true) return true
        untoldSinceMs = undefined
      }
    }
    await delay(waitMs)
  }
  return false
}

/** What is left of a tree that was sent several signals. */
export function lookAt(trees: readonly AskedTree[]): LeftOfTree {
  const looks = trees.map((tree) => tree.look())
  const asked = new Map(looks.flatMap((look) => look.asked.map((entry) => [entry.pid, entry] as const)))
  const untold = new Map(looks.flatMap((look) => look.untold.map((entry) => [entry.pid, entry] as const)))
  return { asked: [...asked.values()], untold: [...untold.values()].filter(({ pid }) => !asked.has(pid)) }
}

function unsureGraceOf(hasDied: boolean, leftMs: number): number {
  if (hasDied) return Math.min(unsureGraceMs.died, leftMs / 4)
  if (leftMs === Infinity) return unsureGraceMs.exitedWithoutLimit
  return Math.min(Math.max(unsureGraceMs.exited, leftMs / 4), leftMs / 2)
}

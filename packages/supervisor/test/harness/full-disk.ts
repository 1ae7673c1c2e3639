import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'

/** From now on nothing that a process writes gets into a file, as on a full disk; Node ignores the signal of that. */
export function fillDisk(...pids: readonly number[]): void {
  for (const pid of pids) limitFiles(pid, '0')
}

/** Takes back what {@link fillDisk} did, to these processes. */
export function emptyDisk(...pids: readonly number[]): void {
  for (const pid of pids) limitFiles(pid, 'unlimited')
}

function limitFiles(pid: number, bytes: string): void {
  const { status, stderr } = spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

/** A disk of its own, of 1 MiB, until the test is over. */
export interface SmallDisk {
  readonly directory: string
  fill(): void
  empty(): void
}

/** `undefined` where this user may not mount one. */
export function smallDisk(): SmallDisk | undefined {
  const directory = mkdtempSync(path.join(tmpdir(), 'curfew-disk-'))
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=700', 'curfew-test', directory])
  onTestFinished(() => {
    if (status === 0) spawnSync('umount', ['--lazy', directory])
    rmdirSync(directory)
  })
  if (status !== 0) return undefined
  const ballast = path.join(directory, 'ballast')
  return {
    directory,
    fill() {
      try {
        writeFileSync(ballast, Buffer.alloc(2 * 1024 * 1024))
      } catch {
        // ENOSPC, as it has to be.
      }
    },
    empty: () => rmSync(ballast),
  }
}

import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import type { PortHolder, ProcessInfo } from '@curfew/protocol'
import { processTable } from '../system/process-table.ts'
import type { ProcessTree } from '../tree/process-tree.ts'
import { listeningAddresses, listeningInodes } from './listening-sockets.ts'
import { findSocketOwner } from './socket-owner.ts'

/** Who listens on an address, seen from a tree: the price grows from its main process to its members to everybody. */
export function portHolderOf(tree: ProcessTree, host: string, port: number): PortHolder {
  if (process.platform !== 'linux') return portHolderByLsof(tree, host, port)
  const inodes = [
    ...new Set([
      ...(tree.isAlive(tree.main) ? listeningInodes(host, port, tree.main.pid) : []),
      ...listeningInodes(host, port),
    ]),
  ]
  if (inodes.length === 0) return { state: 'none', instead: listeningAddresses(tree.scan().map(({ pid }) => pid)) }
  const ours =
    findSocketOwner(inodes, [tree.main.pid, ...tree.known().map(({ pid }) => pid)]) ??
    findSocketOwner(
      inodes,
      tree.scan().map(({ pid }) => pid),
    )
  if (ours !== undefined) return { state: 'ours', pid: ours }
  return { state: 'foreign', holder: describeOwner(inodes) }
}

/** Who listens on an address; `null` where that cannot be told (nobody, or another user's process). */
export function findPortHolder(host: string, port: number): ProcessInfo | null {
  if (process.platform !== 'linux') return lsof(port)
  const inodes = listeningInodes(host, port)
  return inodes.length === 0 ? null : describeOwner(inodes)
}

function describeOwner(inodes: readonly string[]): ProcessInfo | null {
  const everybody = readdirSync('/proc').map(Number).filter(Number.isInteger)
  const pid = findSocketOwner(inodes, everybody)
  return pid === undefined ? null : processTable.describe(pid)
}

// Not tested on a Mac: written from the manual page of `lsof`. It tells the port, not which of two addresses.
function portHolderByLsof(tree: ProcessTree, _host: string, port: number): PortHolder {
  const holder = lsof(port)
  if (holder === null) return { state: 'none' }
  return tree.scan().some(({ pid }) => pid === holder.pid)
    ? { state: 'ours', pid: holder.pid }
    : { state: 'foreign', holder }
}

function lsof(port: number): ProcessInfo | null {
  if (process.platform === 'win32') return null
  const { stdout } = spawnSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t'], { encoding: 'utf8' })
  const pid = Number.parseInt(stdout ?? '', 10)
  return Number.isNaN(pid) ? null : processTable.describe(pid)
}

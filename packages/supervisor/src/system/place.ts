import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

let place: string | undefined

/** Machine, boot and pid namespace: elsewhere a pid is another process. In the words of core's `run.ndjson`. */
export function placeOfPids(): string {
  place ??= lookUp()
  return place
}

function lookUp(): string {
  let boot = 'no boot id'
  let namespace = 'no pid namespace'
  try {
    boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
    namespace = readlinkSync('/proc/self/ns/pid')
  } catch {
    // Not Linux: one place for pids.
  }
  return `${hostname()} ${boot} ${namespace}`
}

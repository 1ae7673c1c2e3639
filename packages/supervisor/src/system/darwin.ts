import { spawnSync } from 'node:child_process'
import type { ProcessEntry, ProcessTable } from './process-entry.ts'

// Not tested on a Mac: written from the manual page of `ps`.

function ps(args: readonly string[]): string {
  return (
    spawnSync('/bin/ps', args, { encoding: 'utf8', env: { LC_ALL: 'C' }, maxBuffer: 64 * 1024 * 1024 }).stdout ?? ''
  )
}

const columns = 'pid=,ppid=,pgid=,state=,lstart='
const row = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.+?)\s*$/

function parse(text: string): ProcessEntry[] {
  return text.split('\n').flatMap((line) => {
    const [, pid, parent, group, state, started] = row.exec(line) ?? []
    if (pid === undefined || started === undefined) return []
    const alive = state?.startsWith('Z') !== true
    // The session is not listed as a number on macOS, so the group stands for it.
    return [
      {
        pid: Number(pid),
        parent: Number(parent),
        group: Number(group),
        session: Number(group),
        startTime: Date.parse(started),
        alive,
        sleeping: false,
        stopped: state?.startsWith('T') === true,
      },
    ]
  })
}

/** Processes of macOS, as `ps` tells them. */
export const darwin: ProcessTable = {
  list: () => parse(ps(['-axo', columns])),
  find: (pid) => parse(ps(['-o', columns, '-p', String(pid)]))[0],
  variables(pid, names) {
    // `-E` appends the environment to the command line, where the system lets us see it.
    const text = ps(['-Eww', '-o', 'command=', '-p', String(pid)])
    const found = new Map<string, string>()
    for (const name of names) {
      const value = new RegExp(`(?:^|\\s)${name}=(\\S*)`).exec(text)?.[1]
      if (value !== undefined) found.set(name, value)
    }
    return found
  },
  describe(pid) {
    const command = ps(['-ww', '-o', 'command=', '-p', String(pid)]).trim()
    return { pid, command: command === '' ? '[unknown]' : command }
  },
  signalState: () => undefined,
  owner(pid) {
    const uid = ps(['-o', 'ruid=', '-p', String(pid)]).trim()
    return uid === '' ? undefined : Number(uid)
  },
  realtimeLimit: () => undefined,
  hasServiceInput: () => false,
}

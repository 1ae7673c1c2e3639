import { spawnSync } from 'node:child_process'
import type { ProcessEntry, ProcessTable } from './process-entry.ts'

// Not tested on Windows: written from the documentation of CIM. There are no groups, sessions or signals in our sense.

interface CimProcess {
  readonly ProcessId: number
  readonly ParentProcessId: number
  readonly Started: string
  readonly CommandLine: string | null
}

function query(filter: string): CimProcess[] {
  const script =
    `Get-CimInstance Win32_Process ${filter} | ` +
    `Select-Object ProcessId,ParentProcessId,CommandLine,@{n='Started';e={$_.CreationDate.ToUniversalTime().ToString('o')}} | ConvertTo-Json -Compress`
  const { stdout } = spawnSync('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script], {
    encoding: 'utf8',
    windowsHide: true,
    maxBuffer: 64 * 1024 * 1024,
  })
  if (stdout === undefined || stdout === null || stdout.trim() === '') return []
  const parsed = JSON.parse(stdout) as CimProcess | CimProcess[]
  return Array.isArray(parsed) ? parsed : [parsed]
}

function entryOf(process: CimProcess): ProcessEntry {
  const startTime = Date.parse(process.Started)
  const { ProcessId: pid, ParentProcessId: parent } = process
  return { pid, parent, group: 0, session: 0, startTime, alive: true, sleeping: false, stopped: false }
}

/** Processes of Windows, as CIM tells them. */
export const windows: ProcessTable = {
  list: () => query('').map(entryOf),
  find: (pid) => query(`-Filter 'ProcessId = ${pid}'`).map(entryOf)[0],
  variables: () => undefined,
  describe(pid) {
    return { pid, command: query(`-Filter 'ProcessId = ${pid}'`)[0]?.CommandLine ?? '[unknown]' }
  },
  signalState: () => undefined,
  owner: () => undefined,
  realtimeLimit: () => undefined,
  hasServiceInput: () => false,
}

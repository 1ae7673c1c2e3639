import type { DoctorReport, FolderReport } from './doctor.ts'

const means = { proc: '/proc', ps: 'ps', cim: 'CIM' } as const

/** The report as text for a person: one fact a line, then what is wrong. */
export function formatDoctor(report: DoctorReport): string {
  const { platform, node, containment, processes, ports, folders, problems } = report
  const missing = [
    ...(processes.environment ? [] : ['without their environment']),
    ...(processes.threads ? [] : ['without their threads']),
  ]
  const rows: readonly (readonly [string, string])[] = [
    ['platform', platform],
    ['node', `${node.version}${node.supported ? '' : ' (not supported)'}`],
    ['containment', containment],
    [
      'processes',
      processes.readable
        ? [`${processes.count}, read from ${means[processes.means]}`, ...missing].join(', ')
        : `cannot be read from ${means[processes.means]}`,
    ],
    ['ports', `${ports.from}–${ports.to}`],
    ['runs', folderText(folders.runs)],
    ['user folder', folderText(folders.user)],
  ]
  const width = Math.max(...rows.map(([label]) => label.length))
  const facts = rows.map(([label, value]) => `${label.padEnd(width)}  ${value}`)
  const found = problems.length === 0 ? ['nothing is wrong'] : problems.map((problem) => `! ${problem}`)
  return [...facts, '', ...found].join('\n')
}

function folderText({ path, writable, freeBytes }: FolderReport): string {
  if (!writable) return `${path} (not writable)`
  return freeBytes === undefined ? path : `${path} (${(freeBytes / 1024 ** 3).toFixed(1)} GiB free)`
}

import { loadavg } from 'node:os'
import type { Summary } from './summary.ts'

/** What a result page is made from, besides the summary. */
export interface ResultPage {
  /** The arguments that it came from. */
  readonly args: readonly string[]
  readonly table: string
  readonly text: string
}

/** The result as a page to be committed: what was run, when, of which commit, on what machine, and all that came of it. */
export function resultPage(summary: Summary, { args, table, text }: ResultPage): string {
  const { date, commit, node, cpus } = summary
  const load = loadavg().map((value) => value.toFixed(1))
  return `# \`${['npm run faults', ...(args.length > 0 ? ['--', ...args] : [])].join(' ')}\`

${date}, commit ${commit}, Node ${node}, ${cpus} cores; load at the end ${load.join(', ')} (1, 5, 15 minutes).

With curfew (✓: nothing left, stopped in order, exit code as expected) | what the same leaves alive without it.

\`\`\`
${table}
\`\`\`

\`\`\`
${text.trim()}
\`\`\`
`
}

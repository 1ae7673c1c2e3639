import type { VerdictData } from './verdict-data.ts'

/** Whether services of failed tests are left up, and what to say where that was wanted and is not done. */
export interface KeepDecision {
  readonly keepOnFailure: boolean
  readonly refusal: string | undefined
}

/** Nobody looks at what is kept on a machine of a CI, and it would be in the way of whatever runs there next. */
export function decideKeepOnFailure(wanted: boolean, env: Readonly<Record<string, string | undefined>>): KeepDecision {
  const ci = env['CI'] ?? ''
  if (!wanted || ['', '0', 'false'].includes(ci)) return { keepOnFailure: wanted, refusal: undefined }
  const refusal =
    `curfew: keepOnFailure is ignored, since this is a CI (the environment has CI=${ci}): nobody would stop what is kept.\n` +
    `  To change  unset CI, or leave keepOnFailure to machines that a person sits at`
  return { keepOnFailure: false, refusal }
}

/** Tells what a verdict left up, where it listens, where its output is, and how to end it; nothing where nothing was. */
export function keptText({ kept, services }: Pick<VerdictData, 'kept' | 'services'>): string {
  if (kept.length === 0) return ''
  const blocks = kept.map(({ name, pid, host, ports, logDirectory, stopCommand }) => {
    const listens = Object.entries(ports).map(([port, number]) => `${port} ${host}:${number}`)
    const facts = [`pid      ${pid}`, `logs     ${logDirectory}`, `to stop  ${stopCommand}`]
    if (listens.length > 0) facts.splice(1, 0, `address  ${listens.join(', ')}`)
    return [name, ...facts.map((fact) => `  ${fact}`)].join('\n')
  })
  const ended = services.filter(({ isPlace, isHosted, outcome }) => !isPlace && !isHosted && outcome !== undefined)
  if (ended.length > 0) {
    blocks.push(`stopped all the same, since they live in the worker: ${ended.map(({ name }) => name).join(', ')}`)
  }
  return blocks.join('\n')
}

/** What follows the list of everything that was kept. */
export const keptFooter = 'The next run stops what is still up, and so does sweep() of @curfew/supervisor.'

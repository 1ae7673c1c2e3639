import type { ProcessTable } from '../system/process-entry.ts'
import { carriesAnyLimitMark, carriesLimitMark } from './limit-mark.ts'

/** Names one tree in the environment of each of its processes. */
export interface Mark {
  readonly run: string
  readonly id: string
}

const runVariable = 'CURFEW_RUN'
const idVariable = 'CURFEW_SERVICE'
/** Marks of the runs around this one: curfew inside a service of curfew belongs to the outer run's tree as well. */
const withinVariable = 'CURFEW_WITHIN'

/** The variables that mark a tree, on top of those that the environment already has. */
export function markVariables(mark: Mark, env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const outerRun = env[runVariable]
  const outerId = env[idVariable]
  const variables: Record<string, string> = { [runVariable]: mark.run, [idVariable]: mark.id }
  if (outerRun === undefined || outerId === undefined || outerRun === mark.run) return variables
  const around = env[withinVariable] ?? ''
  variables[withinVariable] = `${around}${withinOf({ run: outerRun, id: outerId })}`
  return variables
}

/**
 * Whether the marks of a process prove anything: everybody may start a process with any environment and limits, and names of
 * runs are no secret. So it has to be of this user, or of the one that the service was given.
 */
export function isProvable(table: ProcessTable, pid: number, given: number | undefined): boolean {
  const own = process.getuid?.()
  if (own === undefined) return true
  const owner = table.owner(pid)
  return owner === own || (owner !== undefined && owner === given)
}

/** Whether a process has the mark, in its environment or among its limits; a proof where it is {@link isProvable} as well. */
export function carriesMark(table: ProcessTable, pid: number, mark: Mark): boolean {
  const found = table.variables(pid, [runVariable, idVariable, withinVariable])
  if (found?.get(runVariable) === mark.run && found.get(idVariable) === mark.id) return true
  return found?.get(withinVariable)?.includes(withinOf(mark)) === true || carriesLimitMark(table, pid, mark)
}

/** The service of a run whose tree a process belongs to, by its mark. */
export function markedService(table: ProcessTable, pid: number, run: string): string | undefined {
  const found = table.variables(pid, [runVariable, idVariable, withinVariable])
  if (found?.get(runVariable) === run) return found.get(idVariable)
  const [, after] = found?.get(withinVariable)?.split(`<${run}/`) ?? []
  return after?.slice(0, after.indexOf('>'))
}

/** All marks of a process: that of its own tree, and those around it. */
export function marksOf(table: ProcessTable, pid: number): readonly Mark[] {
  const found = table.variables(pid, [runVariable, idVariable, withinVariable])
  return found === undefined ? [] : marksIn(Object.fromEntries(found))
}

/** Ids of the runs that this process itself runs inside of. */
export function ownMarks(): readonly string[] {
  return marksIn(process.env).map(({ run }) => run)
}

function marksIn(variables: Readonly<Record<string, string | undefined>>): readonly Mark[] {
  const { [runVariable]: run, [idVariable]: id, [withinVariable]: within = '' } = variables
  const around = [...within.matchAll(/<([^/<>]+)\/([^<>]+)>/g)].map(([, outer = '', of = '']) => ({
    run: outer,
    id: of,
  }))
  return run === undefined || id === undefined ? around : [{ run, id }, ...around]
}

/** Whether a process carries a mark of any run. */
export function carriesAnyMark(table: ProcessTable, pid: number): boolean {
  return table.variables(pid, [runVariable])?.has(runVariable) === true || carriesAnyLimitMark(table, pid)
}

function withinOf(mark: Mark): string {
  return `<${mark.run}/${mark.id}>`
}

import { intoRealm, isError } from '@curfew/protocol'
import process from 'node:process'
import { isOwnFrame, type DeclaredAt } from '../location/declared-at.ts'
import { localPath } from '../location/local-path.ts'

/** Whoever develops curfew wants to see where in it an error was made. */
const showsAll = process.env['CURFEW_DEBUG'] === '1'

/** Leaves the frames of curfew out of the stack of an error, and those of its causes. */
export function hideOwnFrames(error: Error): void {
  const { stack } = error
  if (showsAll || typeof stack !== 'string') return
  const lines = stack.split('\n')
  const shown = lines.filter((line) => !/^\s+at /.test(line) || !isOwnFrame(line))
  if (shown.length < lines.length) replaceStack(error, shown.join('\n'))
}

/** Gives an error one place of the user's as its stack: a runner then shows the lines of code there. */
export function pointAt(error: Error, { file, line, column }: DeclaredAt): void {
  replaceStack(error, `${headOf(error)}\n    at ${localPath(file)}:${line}:${column}`)
}

/** Gives an error the place that another one has. */
export function pointWhere(error: Error, other: unknown): void {
  const stack = isError(other) && typeof other.stack === 'string' ? other.stack : ''
  const at = stack.search(/\n\s+at [^\n]*:\d+:\d+/)
  if (at >= 0) replaceStack(error, `${headOf(error)}${stack.slice(at)}`)
}

/** Several errors as one, at the place of the first. */
export function severalAt(several: AggregateError): AggregateError {
  pointWhere(several, several.errors[0])
  return intoRealm(several)
}

function headOf({ name, message }: Error): string {
  return `${name}: ${message}`
}

function replaceStack(error: Error, value: string): void {
  Reflect.defineProperty(error, 'stack', { value, configurable: true, writable: true, enumerable: false })
}

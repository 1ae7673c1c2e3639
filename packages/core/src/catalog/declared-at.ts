import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where something was declared, for messages: `file:line:column`. */
export interface DeclaredAt {
  /** A path or `file:` URL, as the stack had it. */
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Enough for the frames of ours between a declaration and whoever makes it, and small, since each costs time. */
const frameLimit = 10

const ownFile = stackBelow(stackBelow)
  .split('\n')
  .map(frameOf)
  .find((frame) => frame !== undefined)?.file

/** The folder that this package runs from: `src`, or `dist` where it is one file among others. */
const ownFolder = ownFile?.replace(/(?:[\\/]catalog)?[\\/][^\\/]*$/, '')

/**
 * The place in the user's code that this is called for: the first frame of the stack that is not ours. `undefined` where
 * the stack does not tell, as when everything was bundled into one file.
 *
 * The stack is read as text, so whatever maps it to the sources (Vitest, Jest, `--enable-source-maps`) is made use of.
 */
export function captureDeclaredAt(): DeclaredAt | undefined {
  const stack = stackBelow(captureDeclaredAt)
  let from = stack.indexOf('\n') + 1
  while (from > 0) {
    const to = stack.indexOf('\n', from)
    const frame = frameOf(to < 0 ? stack.slice(from) : stack.slice(from, to))
    if (frame !== undefined && !isOurs(frame.file)) return frame
    from = to + 1
  }
  return undefined
}

/** `test/services.ts:12:18`: relative to the working directory where it is below it. */
export function describeDeclaredAt({ file, line, column }: DeclaredAt): string {
  const local = file.startsWith('file://') ? fileURLToPath(file) : file
  const relative = path.relative(process.cwd(), local)
  const isBelow = path.isAbsolute(local) && !relative.startsWith('..') && !path.isAbsolute(relative)
  return `${isBelow ? relative : local}:${line}:${column}`
}

function stackBelow(below: (...args: never) => unknown): string {
  const holder: { stack?: unknown } = {}
  const { stackTraceLimit } = Error
  // Frozen intrinsics refuse the assignment: then the limit of the realm has to do.
  const isSet = Reflect.set(Error, 'stackTraceLimit', frameLimit)
  Error.captureStackTrace(holder, below)
  // Read before the limit is put back: a hook that maps stacks may look at it.
  const { stack } = holder
  if (isSet) Error.stackTraceLimit = stackTraceLimit
  return typeof stack === 'string' ? stack : ''
}

/** The place of one line of a stack; none for native code, `eval` and the inner modules of Node. */
function frameOf(line: string): DeclaredAt | undefined {
  const match = /^\s*at (?:.*? \((.+):(\d+):(\d+)\)|(?:async )?(.+):(\d+):(\d+))$/.exec(line)
  if (match === null) return undefined
  const [, inBrackets, line1, column1, bare = '', line2, column2] = match
  const file = (inBrackets ?? bare).replace(/\?[^/\\]*$/, '')
  if (file.startsWith('node:') || file.includes('<anonymous>')) return undefined
  return { file, line: Number(line1 ?? line2), column: Number(column1 ?? column2) }
}

function isOurs(file: string): boolean {
  if (ownFolder !== undefined && file.startsWith(ownFolder) && /^[\\/]/.test(file.slice(ownFolder.length))) return true
  return /[\\/]node_modules[\\/]@curfew[\\/]/.test(file)
}

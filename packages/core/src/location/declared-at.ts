import { findSourceMap } from 'node:module'
import path from 'node:path'
import { workingDirectory } from './working-directory.ts'
import { localPath } from './local-path.ts'

/** Where something was declared, for messages: `file:line:column`. */
export interface DeclaredAt {
  /** A path or `file:` URL, as the stack has it. */
  readonly file: string
  readonly line: number
  readonly column: number
  /** Where the function was called that made it, if that is in another one: the factory of a service calls a helper. */
  readonly from?: DeclaredAt | undefined
}

/** Enough for the frames of ours between a declaration and whoever makes it, and small, since each costs time. */
const frameLimit = 10

/** Enough for the frames of libraries between a test and what they start for it. */
const callerFrameLimit = 50

/** Where this copy of the package is. */
export const ownFile: string | undefined = fileOf(callSites(callSites)[0])

/** The folder that this package runs from: `src`, or `dist` where it is one file among others. */
const ownFolder = ownFile?.replace(/(?:[\\/]location)?[\\/][^\\/]*$/, '')

type PrepareStackTrace = typeof Error.prepareStackTrace

/**
 * Where a runner puts the hook that maps stacks, if the realm of the tests has none of its own: Jest maps all stacks by that
 * of the realm that Node began with.
 */
const stackMapperKey: unique symbol = Symbol.for('curfew/map-stack@1') as never

const realm = globalThis as { readonly [stackMapperKey]?: PrepareStackTrace }

/** By place in the code that runs: each test makes its services at the same places again. */
const mappedPlaces = new Map<string, DeclaredAt>()

/**
 * The place in the user's code that this is called for: the first frame of the stack that is not ours; `undefined` where
 * there is none, as when everything was bundled into one file.
 *
 * It is mapped to the user's sources when somebody reads it, by whatever maps stacks here (Vitest, Jest,
 * `--enable-source-maps`): every service of every test has a place, and mapping costs many times what finding it does.
 */
export function captureDeclaredAt(): DeclaredAt | undefined {
  return declaredIn(callSites(captureDeclaredAt).find((frame) => isUsers(fileOf(frame))))
}

/** The same, with the place that it was called from where that is another one: a factory that calls a helper, say. */
export function captureMadeAt(): DeclaredAt | undefined {
  const frames = callSites(captureMadeAt)
  const at = frames.findIndex((frame) => isUsers(fileOf(frame)))
  if (at < 0) return undefined
  const after = frames.slice(at + 1)
  const end = after.findIndex((frame) => !isProjects(fileOf(frame)))
  const from = after[(end < 0 ? after.length : end) - 1]
  return declaredIn(frames[at], from)
}

/** Who called a function of Node: ourselves, or the user's code, at a place where the stack still has one. */
export interface Caller {
  readonly isOurs: boolean
  /** The innermost frame that is of no package; mapped when it is read. */
  readonly place: DeclaredAt | undefined
}

/**
 * Tells who called a function of Node.
 *
 * @param listener - What Node told of the call, in the same turn; the frames above it are left out
 */
export function captureCaller(listener: (message: unknown) => void): Caller {
  const frames = callSites(listener, callerFrameLimit).filter((frame) => isFile(fileOf(frame)))
  const [caller] = frames
  return {
    isOurs: caller !== undefined && !isUsers(fileOf(caller)),
    place: declaredIn(frames.find((frame) => isUsers(fileOf(frame)) && !isOfPackage(fileOf(frame)))),
  }
}

function declaredIn(site: NodeJS.CallSite | undefined, from?: NodeJS.CallSite): DeclaredAt | undefined {
  const file = fileOf(site)
  if (site === undefined || file === undefined) return undefined
  const calledFrom = from && declaredIn(from)
  const place = { file: withoutQuery(file), line: site.getLineNumber() ?? 0, column: site.getColumnNumber() ?? 0 }
  const mapped = (): DeclaredAt => {
    // With the hash of the code: in watch mode a file changes, and its places move.
    const key = `${site.getScriptHash()} ${file}:${place.line}:${place.column}`
    const known = mappedPlaces.get(key) ?? withWholePath(mapPlace(site), place) ?? place
    mappedPlaces.set(key, known)
    return known
  }
  return {
    get file() {
      return mapped().file
    },
    get line() {
      return mapped().line
    },
    get column() {
      return mapped().column
    },
    ...(calledFrom !== undefined && { from: calledFrom }),
  }
}

/** `test/services.ts:12:18`: relative to the working directory where it is below it. Never throws: every message has one. */
export function describeDeclaredAt({ from, ...made }: DeclaredAt): string {
  return from === undefined ? placeText(made) : `${placeText(from)}, by ${placeText(made)}`
}

function placeText({ file, line, column }: DeclaredAt): string {
  const local = localPath(file)
  const relative = path.relative(workingDirectory(), local)
  const isBelow = path.isAbsolute(local) && !relative.startsWith('..') && !path.isAbsolute(relative)
  return `${isBelow ? relative : local}:${line}:${column}`
}

function callSites(below: (...args: never) => unknown, limit: number = frameLimit): readonly NodeJS.CallSite[] {
  const captured: { readonly stack?: unknown } = {}
  const { prepareStackTrace, stackTraceLimit } = Error
  // Frozen intrinsics refuse the assignments: then there are no places, and nothing else is lost.
  if (!Reflect.set(Error, 'prepareStackTrace', (_: Error, sites: readonly NodeJS.CallSite[]) => sites)) return []
  Reflect.set(Error, 'stackTraceLimit', limit)
  Error.captureStackTrace(captured, below)
  const { stack } = captured
  Reflect.set(Error, 'stackTraceLimit', stackTraceLimit)
  Reflect.set(Error, 'prepareStackTrace', prepareStackTrace)
  return Array.isArray(stack) ? (stack as readonly NodeJS.CallSite[]) : []
}

/** The file as it runs; none for native code and `eval`. */
function fileOf(site: NodeJS.CallSite | undefined): string | undefined {
  if (site === undefined || site.isNative() || site.isEval()) return undefined
  return site.getFileName() ?? undefined
}

function isFile(file: string | undefined): file is string {
  return file !== undefined && !file.startsWith('node:')
}

function isOfPackage(file: string | undefined): boolean {
  return file !== undefined && /[\\/]node_modules[\\/]/.test(file)
}

/** Whether a line of a stack is of curfew, or of what only waits for it. */
export function isOwnFrame(line: string): boolean {
  if (/ at async Promise\.(?:all|allSettled) \(index \d+\)$/.test(line) || /[( ]node:internal\//.test(line)) return true
  const place = placeIn(line)
  return place !== undefined && isFile(place.file) && !isUsers(place.file)
}

/** Whether it is the user's and of no package: a runner calls the user's code, too. */
function isProjects(file: string | undefined): boolean {
  return isUsers(file) && !isOfPackage(file)
}

function isUsers(file: string | undefined): boolean {
  if (!isFile(file)) return false
  if (ownFolder !== undefined && file.startsWith(ownFolder) && /^[\\/]/.test(file.slice(ownFolder.length))) return false
  return !/[\\/]node_modules[\\/]@curfew[\\/]/.test(file)
}

/** Where a frame is in the sources, by the hook that maps stacks here, or by Node; `undefined` where nothing does. */
function mapPlace(site: NodeJS.CallSite): DeclaredAt | undefined {
  const mapStack = Error.prepareStackTrace ?? realm[stackMapperKey]
  if (typeof mapStack === 'function') {
    const text: unknown = mapStack(new Error('declared here'), [site])
    return typeof text === 'string' ? placeIn(text) : undefined
  }
  const [file, line, column] = [fileOf(site), site.getLineNumber(), site.getColumnNumber()]
  if (!process.sourceMapsEnabled || file === undefined || line === null || column === null) return undefined
  const origin = findSourceMap(file)?.findOrigin(line, column)
  return origin !== undefined && 'fileName' in origin
    ? { file: origin.fileName, line: origin.lineNumber, column: origin.columnNumber }
    : undefined
}

/** The source maps of Jest end a path at a `#`, as if it were a URL; the file that runs is the same one. */
function withWholePath(mapped: DeclaredAt | undefined, running: DeclaredAt): DeclaredAt | undefined {
  if (mapped === undefined || !localPath(running.file).startsWith(`${localPath(mapped.file)}#`)) return mapped
  return { ...mapped, file: running.file }
}

/** The place of the one frame in a stack that was written out. */
function placeIn(stack: string): DeclaredAt | undefined {
  const match = /^\s*at (?:.*? \((.+):(\d+):(\d+)\)|(?:async )?(.+):(\d+):(\d+))$/m.exec(stack)
  if (match === null) return undefined
  const [, inBrackets, line1, column1, bare = '', line2, column2] = match
  return { file: withoutQuery(inBrackets ?? bare), line: Number(line1 ?? line2), column: Number(column1 ?? column2) }
}

function withoutQuery(file: string): string {
  return file.replace(/\?[^/\\]*$/, '')
}

/** Services that every catalog has without declaring them. */
export const builtInNames = ['node', 'cluster'] as const

/**
 * Names that no service may have: those of ours, those of a test's context (`task signal expect skip annotate bench
 * onTestFailed onTestFinished`), the `stop` of a stack, and those that break a plain object or a promise.
 */
export const reservedNames = [
  'services',
  'scope',
  'node',
  'cluster',
  'task',
  'signal',
  'expect',
  'skip',
  'annotate',
  'bench',
  'onTestFailed',
  'onTestFinished',
  'stop',
  'then',
  'constructor',
  'prototype',
  '__proto__',
] as const

/** A name that no service may have. */
export type ReservedName = (typeof reservedNames)[number]

export function isReservedName(name: string): name is ReservedName {
  return (reservedNames as readonly string[]).includes(name)
}

/** A name is an identifier that may have `.` and `-` in it: it is destructured in code, and it names files. */
export function isWellFormedName(name: unknown): name is string {
  return typeof name === 'string' && /^[\p{ID_Start}_$][\p{ID_Continue}$.-]*$/u.test(name)
}

import { localPath } from '../catalog/local-path.ts'
import { isError } from '@curfew/protocol'
import { protocolOf } from '../protocol.ts'
import type { Scope } from '../scope/scope.ts'

/**
 * Gives the error of a service the place of its declaration as its stack: a runner then shows the lines of code there, instead
 * of the inside of curfew.
 */
export function pointAtDeclaration(error: unknown, scope: Scope): void {
  if (!isError(error) || !('service' in error)) return
  for (const lifecycle of scope.lifecycles()) {
    const { declaredAt } = protocolOf(lifecycle.service)
    if (lifecycle.name !== error.service || declaredAt === undefined) continue
    const { file, line, column } = declaredAt
    error.stack = `${error.name}: ${error.message}\n    at ${localPath(file)}:${line}:${column}`
    return
  }
}

import { SERVICE, type Scope } from '@curfew/core/engine'

/**
 * Gives the error of a service the place of its declaration as its stack: Vitest then shows the lines of code there, instead
 * of the inside of curfew.
 */
export function pointAtDeclaration(error: unknown, scope: Scope): void {
  if (!(error instanceof Error) || !('service' in error)) return
  for (const lifecycle of scope.lifecycles()) {
    const { declaredAt } = lifecycle.service[SERVICE]
    if (lifecycle.name !== error.service || declaredAt === undefined) continue
    const { file, line, column } = declaredAt
    error.stack = `${error.name}: ${error.message}\n    at ${file}:${line}:${column}`
    return
  }
}

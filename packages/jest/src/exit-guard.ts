import { engine } from '@curfew/core/runner'
import { ExitInCleanupError } from './errors.ts'

/** The `process` of the realm of a test file. */
interface Exiting {
  process?: { exit: (code?: number | string | null) => never }
}

/**
 * Keeps what runs while a scope closes (a clean-up, the end of a service) from ending the process of the tests: such a call
 * throws, and so fails the test, instead of skipping every clean-up after it. Vitest does so for all code of a test.
 */
export function guardExit(global: Exiting): void {
  const { process } = global
  if (process === undefined) return
  const { exit } = process
  process.exit = (code) => {
    const scope = engine().currentScope()
    if (scope?.isClosing === true && engine().scopes.has(scope)) throw new ExitInCleanupError(code)
    return exit.call(process, code)
  }
}

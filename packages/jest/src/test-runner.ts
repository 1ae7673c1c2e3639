import './own-network.ts'
import { fromJest } from './from-jest.ts'
import { presentSession, sessionOf, type Environment, type ProjectConfig } from './sessions.ts'

type CircusRunner = (...args: unknown[]) => Promise<object>

const circus = fromJest('jest-circus/runner') as CircusRunner | { readonly default: CircusRunner }
const runCircus = typeof circus === 'function' ? circus : circus.default

/**
 * A test runner of Jest: jest-circus with a scope for each test, in any environment. What became of the services is in the
 * result of the file, as `curfew`.
 *
 * No async function: its frame would be in the stack of each failure.
 */
export default function runTestFile(
  globalConfig: unknown,
  config: ProjectConfig,
  environment: Environment,
  runtime: unknown,
  testPath: string,
  ...rest: readonly unknown[]
): Promise<object> {
  const isOwn = presentSession(environment) === undefined
  const session = sessionOf(environment, config, testPath)
  if (isOwn) {
    const own = environment.handleTestEvent?.bind(environment)
    environment.handleTestEvent = (event, state) => {
      const theirs: unknown = own?.(event, state)
      const ours = session.handle(event, state)
      return ours === undefined ? theirs : Promise.all([theirs, ours])
    }
  }
  const run = runCircus(globalConfig, config, environment, runtime, testPath, ...rest).then((result) => {
    const curfew = session.takeReports()
    return curfew.length === 0 ? result : { ...result, curfew }
  })
  // oxlint-disable-next-line typescript/no-misused-promises -- its type does not say that it waits
  return isOwn ? run.finally(() => session.close()) : run
}

import './own-network.ts'
import { presentSession, sessionOf, type ProjectConfig } from './sessions.ts'

/** The class of an environment of Jest. */
// oxlint-disable-next-line typescript/no-explicit-any -- the constraint that TypeScript asks of a mixin's base
export type EnvironmentClass = new (...args: any[]) => JestEnvironment

/** An environment of Jest. */
export interface JestEnvironment {
  readonly global: object
  setup(): Promise<void>
  teardown(): Promise<void>
  handleTestEvent?(event: never, state: never): unknown
}

/**
 * Gives an environment of Jest a scope for each test, with all that belongs to it: services as fixtures, their stop, the crash
 * race and their last lines in a failure.
 *
 * @example module.exports = withCurfew(MyEnvironment)
 */
export function withCurfew<Base extends EnvironmentClass>(Environment: Base): Base {
  return class CurfewEnvironment extends Environment {
    // oxlint-disable-next-line typescript/no-explicit-any -- as TypeScript asks of a mixin
    constructor(...args: any[]) {
      super(...args)
      const [{ projectConfig }, { testPath }] = args as [{ projectConfig: ProjectConfig }, { testPath: string }]
      // Not in `setup`: the set-up files run before that.
      sessionOf(this, projectConfig, testPath)
    }

    override handleTestEvent(event: never, state: never): unknown {
      const own: unknown = super.handleTestEvent?.(event, state)
      const ours = presentSession(this)?.handle(event, state)
      // Jest waits for a promise only where it may.
      return ours === undefined ? own : Promise.all([own, ours])
    }

    override async teardown(): Promise<void> {
      await presentSession(this)?.close()
      await super.teardown()
    }
  }
}

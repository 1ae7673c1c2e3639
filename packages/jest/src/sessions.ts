import path from 'node:path'
import { Session } from './session.js'
import { settingsIn } from './settings.js'

/** An environment of Jest, as far as curfew knows it. */
export interface Environment {
  readonly global: object
  handleTestEvent?: ((event: never, state: never) => unknown) | undefined
}

/** What of the configuration of a project curfew reads. */
export interface ProjectConfig {
  readonly rootDir: string
  readonly testEnvironmentOptions: Readonly<Record<string, unknown>>
}

const sessionKey: unique symbol = Symbol.for('curfew/jest-session@1') as never

/** The session of an environment, made when it is first asked for: by the environment itself, or by the test runner. */
export function sessionOf(environment: Environment, config: ProjectConfig, testPath: string): Session {
  const holder = environment as { [sessionKey]?: Session }
  return (holder[sessionKey] ??= new Session({
    global: environment.global,
    file: path.relative(config.rootDir, testPath),
    rootDir: config.rootDir,
    settings: settingsIn(config.testEnvironmentOptions),
  }))
}

/** The session of an environment that has one. */
export function presentSession(environment: Environment): Session | undefined {
  return (environment as { [sessionKey]?: Session })[sessionKey]
}

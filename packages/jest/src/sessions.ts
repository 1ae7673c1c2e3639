import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { bridgeKey } from './bridge.ts'
import type { CircusEvent, CircusState } from './circus.ts'
import { leaveSignals } from './own-signals.ts'
import type { AttemptReport, Session } from './session.ts'

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
const engineKey = Symbol.for('curfew/engine@1')
const stackMapperKey = Symbol.for('curfew/map-stack@1')

/**
 * The session of a test file that may never need one: the engine, and all that comes with it, is loaded when the file first
 * asks for something of curfew.
 */
export class LazySession {
  readonly #make: () => Session
  #session: Session | undefined

  constructor(environment: Environment, config: ProjectConfig, testPath: string) {
    const { global } = environment
    const { rootDir, testEnvironmentOptions: environmentOptions } = config
    const file = path.relative(rootDir, testPath)
    this.#make = () => new (loadSession())({ global, file, rootDir, environmentOptions })
    leaveSignals()
    const define = (key: symbol, get: () => unknown): void => {
      Object.defineProperty(global, key, { configurable: true, get })
    }
    define(engineKey, () => this.#present.use())
    define(bridgeKey, () => this.#present.bridge)
    // Jest maps the stacks of all realms by the hook of this one.
    define(stackMapperKey, () => Error.prepareStackTrace)
  }

  /** What became of the services of each attempt so far, and of the file; handed out once. */
  takeReports(): readonly AttemptReport[] {
    return this.#session?.takeReports() ?? []
  }

  /** Told each event of jest-circus. Never throws and never rejects. */
  handle(event: CircusEvent, state: CircusState): void | Promise<void> {
    return this.#session?.handle(event, state)
  }

  /** Closes what is still open when the file was given up in the middle, and leaves its realm. Never rejects. */
  async close(): Promise<void> {
    await this.#session?.close()
  }

  get #present(): Session {
    return (this.#session ??= this.#make())
  }
}

/** At once: a test file that imports the package waits for nothing. */
function loadSession(): typeof Session {
  const file = fileURLToPath(new URL('session.cjs', import.meta.url))
  return (createRequire(file)(file) as { readonly Session: typeof Session }).Session
}

/** The session of an environment, made when it is first asked for: by the environment itself, or by the test runner. */
export function sessionOf(environment: Environment, config: ProjectConfig, testPath: string): LazySession {
  const holder = environment as { [sessionKey]?: LazySession }
  return (holder[sessionKey] ??= new LazySession(environment, config, testPath))
}

/** The session of an environment that has one. */
export function presentSession(environment: Environment): LazySession | undefined {
  return (environment as { [sessionKey]?: LazySession })[sessionKey]
}

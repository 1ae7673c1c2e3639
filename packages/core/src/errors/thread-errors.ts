import { describeDeclaredAt, type DeclaredAt } from '../location/declared-at.ts'
import { withFacts } from './fact-lines.ts'
import { ServiceError } from './start-errors.ts'

/** The module of a thread service does not exist, or it cannot be told where it is. */
export class ThreadModuleNotFoundError extends ServiceError {
  static override readonly code = 'CURFEW_THREAD_MODULE_NOT_FOUND'
  /** As the service declared it. */
  readonly module: string

  constructor(service: string, module: string, lookedFor: readonly string[], declaredAt: DeclaredAt | undefined) {
    super(
      service,
      withFacts(`Service "${service}": its thread module "${module}" does not exist.`, [
        ['Looked for', lookedFor.join(', ')],
        [
          'Relative to',
          declaredAt === undefined ? 'nothing: it is not known which file declares it' : describeDeclaredAt(declaredAt),
        ],
        [
          'To change',
          '`module`: a path relative to the file that declares the service, an absolute path, or a file: URL',
        ],
      ]),
    )
    this.module = module
  }
}

/** The module of a thread service could not be imported; the cause is the error as the thread had it. */
export class ThreadImportError extends ServiceError {
  static override readonly code = 'CURFEW_THREAD_IMPORT'
  /** Path of the module. */
  readonly file: string

  constructor(service: string, file: string, cause: Error) {
    super(
      service,
      `Service "${service}": its thread module ${file} could not be imported.\n  ${cause.name}: ${cause.message}`,
      {
        cause,
      },
    )
    this.file = file
  }
}

/** Data or a message of a thread cannot be cloned. */
export class ThreadDataError extends ServiceError {
  static override readonly code = 'CURFEW_THREAD_DATA'
  /** What cannot be cloned, e.g. `data.onRow`. */
  readonly what: string

  constructor(service: string, what: string, cause: Error) {
    super(
      service,
      withFacts(`Service "${service}": ${what} cannot be handed to its thread: ${cause.message}`, [
        ['To change', 'hand over what structured clone can copy: plain data, not functions, sockets or services'],
      ]),
      { cause },
    )
    this.what = what
  }
}

/** A message was posted to a thread that has not begun, or has ended. */
export class ThreadNotAliveError extends ServiceError {
  static override readonly code = 'CURFEW_THREAD_NOT_ALIVE'

  constructor(service: string, why: string) {
    super(service, `Service "${service}": a message cannot be posted to its thread: ${why}.`)
  }
}

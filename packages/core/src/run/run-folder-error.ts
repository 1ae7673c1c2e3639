import { CurfewError, isError } from '@curfew/protocol'

/** A folder of the run could not be made, so nothing can be recorded. */
export class RunFolderError extends CurfewError {
  static override readonly code = 'CURFEW_RUN_FOLDER'
  /** The folder or file that could not be made. */
  readonly path: string

  constructor(path: string, cause: unknown) {
    const found = isError(cause) ? cause.message : String(cause)
    super(
      `Cannot make ${path}, where the logs and the journal of this run belong: ${found}.\n` +
        `  To change     make it writable · or run the tests from a folder that is (\`root\` in the options of curfew)`,
      { cause },
    )
    this.path = path
  }
}

import { CurfewError } from '@curfew/protocol'
import { withFacts } from './fact-lines.ts'

/** A copy of this package, as far as another one has to understand it. */
export interface PackageCopy {
  readonly protocol: number
  readonly path: string | undefined
}

/** Two copies of the package meet in one process, and one does not understand what the other makes. */
export class EngineMismatchError extends CurfewError {
  static override readonly code = 'CURFEW_ENGINE_MISMATCH'

  constructor(
    readonly own: PackageCopy,
    readonly other: PackageCopy,
  ) {
    super(
      withFacts('Two versions of @curfew/core that do not understand each other are used in the same test run.', [
        ['Imported here', describe(own)],
        ['Runs services', describe(other)],
        ['To change', 'install one version of all @curfew packages (npm ls @curfew/core)'],
      ]),
    )
  }
}

function describe({ protocol, path = 'unknown place' }: PackageCopy): string {
  return `${path} (protocol ${protocol})`
}

import { CurfewError } from '@curfew/protocol'
import { ServiceError } from './start-errors.ts'

/** A node or a cluster did not come up; the cause is what its provider threw. */
export class NodeNotUpError extends ServiceError {
  static override readonly code = 'CURFEW_NODE_NOT_UP'
}

/** A class extends or calls a constructor that is not open to others. */
export class NotExtensibleError extends CurfewError {
  static override readonly code = 'CURFEW_NOT_EXTENSIBLE'

  constructor(base: string, own: string, instead: string) {
    super(
      own === base || own === ''
        ? `${base} has no public constructor: ${instead}.`
        : `Class "${own}" cannot extend ${base}, which has no public constructor: ${instead}.`,
    )
  }
}

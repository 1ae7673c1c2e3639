import { CurfewError } from './curfew-error.js'

/** One thing that a scope started and that was still there at its end. */
export interface Leak {
  readonly kind: 'process' | 'thread' | 'port' | 'directory'
  /** E.g. `pid 4711 (node daemon.js)`, `127.0.0.1:5432`. */
  readonly what: string
  /** What became of it, or why it was left. */
  readonly fate: string
  /** The service that it is of; `undefined` for one of the test itself. */
  readonly service: string | undefined
  /** The line that created it, or declared its service: `file:line:column`. */
  readonly createdAt: string | undefined
}

/** Something that a test started outlived it. */
export class LeakedError extends CurfewError {
  static override readonly code = 'CURFEW_LEAKED'
  /** Whose it is, e.g. `test "orders > survive"`. */
  readonly scope: string
  readonly leaks: readonly Leak[]

  constructor(scope: string, leaks: readonly Leak[]) {
    const count = leaks.length === 1 ? 'One thing' : `${leaks.length} things`
    super(
      `${count} that ${scope} started outlived its services:\n${leaks.map(row).join('\n')}\n` +
        `  To change  leaks: 'warn' of curfew`,
    )
    this.scope = scope
    this.leaks = leaks
  }
}

function row({ kind, what, fate, service, createdAt }: Leak): string {
  const of = service === undefined ? '' : ` of service "${service}"`
  const at = createdAt === undefined ? '' : `, ${service === undefined ? 'made' : 'declared'} at ${createdAt}`
  return `  ${kind.padEnd(9)}  ${what}${of}${at}: ${fate}`
}

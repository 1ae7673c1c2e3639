import { CurfewError } from '@curfew/protocol'

/** One thing that a scope started and that was still there at its end. */
export interface Leak {
  readonly kind: 'process' | 'thread' | 'port' | 'directory'
  /** E.g. `pid 4711 (node daemon.js)`, `127.0.0.1:5432`. */
  readonly what: string
  /** What became of it, or why it was left. */
  readonly fate: string
  /** The service that it is of; `undefined` for one of the test itself. */
  readonly service: string | undefined
  /** The line that started or made it, or declared its service: `file:line:column`. */
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
    const whom = leaks.every(isOfTest) ? 'it' : 'its services'
    const end = leaks.some(isOfTest) ? 'end it before the test is over, or make it a service; or ' : ''
    super(
      `${count} that ${scope} started outlived ${whom}:\n${leaks.map(row).join('\n')}\n` +
        `  To change  ${end}leaks: 'warn' of curfew`,
    )
    this.scope = scope
    this.leaks = leaks
  }
}

/** A process or thread of the test itself. */
function isOfTest({ kind, service }: Leak): boolean {
  return service === undefined && (kind === 'process' || kind === 'thread')
}

function row(leak: Leak): string {
  const { kind, what, fate, service, createdAt } = leak
  const of = service === undefined ? '' : ` of service "${service}"`
  const how = service === undefined ? (isOfTest(leak) ? 'started' : 'made') : 'declared'
  const at = createdAt === undefined ? '' : `, ${how} at ${createdAt}`
  return `  ${kind.padEnd(9)}  ${what}${of}${at}: ${fate}`
}

import { ownFile } from './location/declared-at.ts'
import { EngineMismatchError } from './errors/engine-mismatch-error.ts'
import type { Engine } from './engine-contract.ts'

/** Raised with every change of what copies of this package ask of each other: of engine, services and catalogs. */
export const protocolVersion = 1

const key = Symbol.for('curfew/engine@1')
const holder = globalThis as { [key]?: Engine }

let make: (() => Engine) | undefined

/** The engine of this realm: the first copy of the package that is asked makes it, all others share it. */
export function engine(): Engine {
  const present = presentEngine()
  if (present !== undefined) return present
  if (make === undefined)
    throw new Error('curfew: no engine. Import @curfew/core itself, not one of its inner modules.')
  return (holder[key] = make())
}

/**
 * The engine, if anything has asked for it yet.
 *
 * @throws {EngineMismatchError} if it is of a copy of this package that this one does not understand
 */
export function presentEngine(): Engine | undefined {
  const present = holder[key]
  if (present !== undefined && present.protocol !== protocolVersion) {
    throw new EngineMismatchError({ protocol: protocolVersion, path: ownFile }, present)
  }
  return present
}

/**
 * Told once by the package's entry, so that this module needs no import of the engine's implementation.
 *
 * @throws {EngineMismatchError} where the package is imported, and not somewhere in a test
 */
export function provideEngine(factory: () => Engine): void {
  presentEngine()
  make ??= factory
}

/** Puts an engine in place, and returns how to take it away; for tests and for realms that share one. */
export function installEngine(instance: Engine): () => void {
  const before = holder[key]
  holder[key] = instance
  return () => {
    if (before === undefined) delete holder[key]
    else holder[key] = before
  }
}

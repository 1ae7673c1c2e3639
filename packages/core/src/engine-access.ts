import type { Engine } from './engine-contract.js'

const key = Symbol.for('curfew/engine@1')
const holder = globalThis as { [key]?: Engine }

let make: (() => Engine) | undefined

/** The engine of this realm: the first copy of the package that is asked makes it, all others share it. */
export function engine(): Engine {
  const present = holder[key]
  if (present !== undefined) return present
  if (make === undefined)
    throw new Error('curfew: no engine. Import @curfew/core itself, not one of its inner modules.')
  return (holder[key] = make())
}

/** The engine, if anything has asked for it yet. */
export function presentEngine(): Engine | undefined {
  return holder[key]
}

/** Told once by the package's entry, so that this module needs no import of the engine's implementation. */
export function provideEngine(factory: () => Engine): void {
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

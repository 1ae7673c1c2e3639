import type { CurfewErrorCode } from './codes.ts'
import { intoRealm } from './realm.ts'

const brand = Symbol.for('curfew.error')

/**
 * The base of every error that curfew raises.
 *
 * Branded with `Symbol.for('curfew.error')`, so `instanceof` also holds for errors of another copy of this package
 * (ESM beside CJS, a vm realm under Jest): the base matches by brand, a class with a `code` of its own by brand and `code`.
 * A class without one, a subclass of a user's for example, matches its own instances only.
 */
export abstract class CurfewError extends Error {
  static readonly code: CurfewErrorCode
  readonly code: CurfewErrorCode

  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    const own = new.target as unknown as { code: CurfewErrorCode; name: string }
    this.code = own.code
    Object.defineProperty(this, 'name', { value: own.name, configurable: true, writable: true })
    Object.defineProperty(this, brand, { value: true })
    intoRealm(this)
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    if (this === CurfewError) return isCurfewError(value)
    if (Object.hasOwn(this, 'code')) return isCurfewError(value, this.code)
    return Function.prototype[Symbol.hasInstance].call(this, value)
  }
}

/** Whether a value is an error of any copy of curfew, and of this code if one is given. */
export function isCurfewError(value: unknown, code?: CurfewErrorCode): value is CurfewError {
  if (typeof value !== 'object' || value === null || !(brand in value)) return false
  return code === undefined || (value as { code?: unknown }).code === code
}

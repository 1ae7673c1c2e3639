// A type test that must not pass. scripts/typecheck.mjs expects an error on every line marked at its end, and only there.
import { expectTypeOf, test } from 'vitest'

interface Service {
  readonly name: string
  readonly stopTimeoutMs?: number
}

test('the type tests of this repository can fail', () => {
  expectTypeOf<Service['name']>().toEqualTypeOf<string>()
  expectTypeOf<Service['name']>().toEqualTypeOf<number>() // wrong
  expectTypeOf(['a'][0]).toEqualTypeOf<string>() // wrong
  expectTypeOf<{ name: string }>().toExtend<Service>()
  expectTypeOf<{ name: string; stopTimeoutMs: undefined }>().toExtend<Service>() // wrong
})

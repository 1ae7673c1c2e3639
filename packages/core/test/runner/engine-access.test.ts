import { afterEach, expect, test } from 'vitest'
import { engine, installEngine, presentEngine, provideEngine } from '../../src/engine-access.ts'
import { createEngine } from '../../src/engine/engine.ts'
import { EngineMismatchError } from '../../src/errors/engine-mismatch-error.ts'

let takeAway: (() => void) | undefined
afterEach(() => takeAway?.())

test('a copy of the package shares the engine that is there', () => {
  const shared = createEngine()
  takeAway = installEngine(shared)
  provideEngine(() => createEngine())
  expect(engine()).toBe(shared)
  expect(shared.path).toMatch(/packages\/core\/src\/location/)
})

test('one that speaks another protocol is refused when the package is imported, with both paths', () => {
  const other = { protocol: 7, path: '/elsewhere/core/index.cjs' } as never
  takeAway = installEngine(other)
  const refused =
    /imported here .*packages\/core\/src\S* \(protocol 1\)\n.*\/elsewhere\/core\/index.cjs \(protocol 7\)/i
  for (const use of [() => provideEngine(() => createEngine()), presentEngine, engine]) {
    expect(use).toThrow(EngineMismatchError)
    expect(use).toThrow(refused)
  }
})

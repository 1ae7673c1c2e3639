import { expect, test } from 'vitest'
import { scopeText, type ShownScope } from '../../src/runner/scope-text.ts'

const db = {
  name: 'db',
  runtime: 'task',
  on: null,
  needs: [],
  isPlace: false,
  startedAtMs: 0,
  endedAtMs: 1,
  outcome: undefined,
}
const shown = {
  where: 'a.test.ts > one',
  state: 'passed',
  attempt: 1,
  attempts: 1,
  durationMs: 1234,
  verdict: { openedAtMs: 0, closedAtMs: 1, stopMs: 0, services: [db], warnings: ['late'] },
} as unknown as ShownScope

const textOf = (changes: Partial<ShownScope>): string =>
  scopeText({ ...shown, ...changes }, { width: 80, paint: (_style, text) => text })

test('a heading says what it is and how it ended, and below it is the timeline', () => {
  expect(textOf({})).toMatch(/^\n✓ a\.test\.ts > one {2}1\.23 s\n/)
  expect(textOf({ state: 'failed', attempt: 2, attempts: 3 })).toMatch(
    /^\n× a\.test\.ts > one \(attempt 2 of 3\) {2}1\.23 s\n/,
  )
  expect(textOf({ state: 'skipped', durationMs: undefined })).toMatch(/^\n↓ a\.test\.ts > one {2}\n/)
  expect(textOf({ where: 'a.test.ts', state: undefined })).toMatch(/^\na\.test\.ts \(services of the file\)\n/)
  expect(textOf({})).toMatch(/\n db .*\n {2}warning {2}late\n$/)
})

import { expect, test } from 'vitest'
import { closestName } from '../../src/options/closest-name.ts'

test.for<readonly [name: string, meant: string | undefined]>([
  ['databse', 'database'],
  ['dbb', 'db'],
  ['Api', 'api'],
  ['loda', 'load'],
  ['queue', undefined],
  ['dtaabase', 'database'],
])('for %s, %s may be meant', ([name, meant]) => {
  expect(closestName(name, ['database', 'db', 'api', 'load'])).toBe(meant)
})

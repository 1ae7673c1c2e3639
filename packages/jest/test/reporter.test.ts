import { expect, test } from 'vitest'
import CurfewReporter from '@curfew/jest/reporter'

test('every wrong option of the reporter is named', () => {
  expect(() => new CurfewReporter({ rootDir: '.' }, { timelines: true, signals: 1 } as object)).toThrow(
    /^Options of @curfew\/jest\/reporter:\n {2}"timelines" is no option; there are signals, root, timeline\n {2}"signals" has /,
  )
})

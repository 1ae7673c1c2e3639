import { expect } from 'vitest'
import { test as base } from '@curfew/vitest'
import { services } from './services.ts'

const test = base.extend(services)

// #region log
test('what a service says', async ({ api }) => {
  api.log.info({ colour: 'green' }, 'about to ask')
  const heard = new Promise<string>((resolve) => api.onLine(({ text }) => resolve(text)))
  expect(await heard).toContain('api listens')
  expect((await api.lastLines(10)).map(({ stream }) => stream).toSorted()).toEqual(['log', 'stdout'])
})
// #endregion log

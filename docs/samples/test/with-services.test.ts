import { withServices } from '@curfew/vitest'
import { expect, test as base } from 'vitest'
import { services } from './services.ts'

const theirTest = base.extend('colour', 'green')
const test = withServices(theirTest, services)

test('both', async ({ api, colour }) => {
  await fetch(`${api.url}/set/colour/${colour}`)
  expect(await (await fetch(`${api.url}/get/colour`)).text()).toBe('green')
})

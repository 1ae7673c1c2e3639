import { test as base } from '@curfew/jest'
import { expect } from '@jest/globals'
import { services } from './services.ts'

const test = base.extend(services)

test('what was set can be read again', async ({ api }) => {
  await fetch(`${api.url}/set/colour/green`)
  const response = await fetch(`${api.url}/get/colour`)
  expect(await response.text()).toBe('green')
})

test('each test has a store of its own', async ({ api }) => {
  const response = await fetch(`${api.url}/get/colour`)
  expect(await response.text()).toBe('')
})

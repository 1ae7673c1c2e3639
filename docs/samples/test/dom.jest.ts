/** @jest-environment jsdom */
import { get } from 'node:http'
import { text } from 'node:stream/consumers'
import { test as base } from '@curfew/jest'
import { expect } from '@jest/globals'
import { services } from './services.ts'

const test = base.extend(services)

test('a page shows what the API says', async ({ api }) => {
  // jsdom has no `fetch`.
  const answer = await new Promise<string>((resolve) => get(`${api.url}/hello`, (response) => resolve(text(response))))
  document.body.textContent = answer
  expect(document.body.innerHTML).toBe('hello')
})

import { expect, test } from 'vitest'
import { http } from '../../src/readiness/http.js'
import { tcp } from '../../src/readiness/tcp.js'
import { waitTillReady } from '../../src/readiness/wait.js'
import { ListenerProcess } from './child.js'
import { testContext } from './context.js'
import { freePort } from './servers.js'

/** Measured 2 ms; a poll of 50 ms would be late by 25 ms, one that grows by a half each time by 16. */
const limitMs = 12

test.each([
  ['tcp()', tcp()],
  ["http('/')", http('/')],
])('%s is ready a few milliseconds after the service listens (median)', async (_name, probe) => {
  const child = new ListenerProcess()
  // The first order also waits for the child to boot.
  await child.listen({ port: await freePort(), afterMs: 0 })
  const latenessMs: number[] = []
  for (let sample = 0; sample < 9; sample++) {
    const port = await freePort()
    const listening = child.listen({ port, afterMs: 130 + sample * 3 })
    await waitTillReady(probe, testContext({ port, portHolder: async () => ({ state: 'ours', pid: child.pid }) }))
    const readyAtMs = performance.timeOrigin + performance.now()
    latenessMs.push(readyAtMs - (await listening))
  }
  latenessMs.sort((a, b) => a - b)
  console.log(`listening to ready, ms: ${latenessMs.map((late) => late.toFixed(1)).join(' ')}`)
  expect(latenessMs[4]).toBeLessThan(limitMs)
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { isLiving } from './harness/living.ts'

const program = fileURLToPath(new URL('fixtures/deaf.mjs', import.meta.url))

/** Sends SIGINT to a process that is in an endless loop, twice at least; says how it ended, if it did. */
async function signalTwice(how: 'armed' | 'plain'): Promise<{ readonly livesAfterFirst: boolean; signal: unknown }> {
  const child = spawn(process.execPath, [program, how], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  try {
    await once(child.stdout, 'data')
    child.kill('SIGINT')
    await sleep(200)
    const livesAfterFirst = isLiving(child.pid ?? 0)
    // Two signals that the process has not taken yet are one, so the armed one is sent it until it took a second.
    for (let left = how === 'armed' ? Infinity : 5; left > 0; left -= 1) {
      child.kill('SIGINT')
      const [, signal] = await Promise.race([exited, sleep(200, [null, undefined])])
      if (signal !== undefined) return { livesAfterFirst, signal }
    }
    return { livesAfterFirst, signal: 'none' }
  } finally {
    child.kill('SIGKILL')
    await exited
  }
}

test('the second signal ends a process that never comes to handle the first', async () => {
  expect(await signalTwice('armed')).toEqual({ livesAfterFirst: true, signal: 'SIGINT' })
  // The contrast: with a handler that never runs, Node holds every signal back.
  expect(await signalTwice('plain')).toEqual({ livesAfterFirst: true, signal: 'none' })
})

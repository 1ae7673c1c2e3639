import { execFileSync, spawn as spawnBare } from 'node:child_process'
import { once } from 'node:events'
import { endOfAnotherUser, startAsAnotherUser } from '@curfew/testing'
import { expect, onTestFinished, test } from 'vitest'
import { isLiving } from './harness/living.ts'
import { untilMarked } from './harness/until-marked.ts'
import { fixture, openOwner, ready, server, untilGone } from './harness/test-run.ts'

/** A server that is nobody's child by descent, group or session, with only that environment. */
async function daemon(env: Readonly<Record<string, string>>, port = 0): Promise<number> {
  const child = spawnBare(process.execPath, [fixture('server.mjs'), '--port', String(port)], {
    env: { ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  await once(child.stdout, 'data')
  return child.pid ?? 0
}

test('contract 49: a process with the mark of a service that is gone is named, killed, and in the journal', async () => {
  const { run, processHost, spawn, journal } = await openOwner()
  const [api, other] = await Promise.all([spawn({ ...server(), id: 'leaky' }), spawn({ ...server(), id: 'clean' })])
  await Promise.all([ready(api), ready(other)])
  await Promise.all([api.kill(60_000), other.kill(60_000)])
  const pid = await daemon({ CURFEW_RUN: run, CURFEW_SERVICE: 'leaky' })

  const found = { id: 'leaky', processes: [expect.objectContaining({ pid })], survivors: [], ports: [] }
  expect(await processHost.leaks(['leaky', 'clean'])).toEqual([found])
  expect(isLiving(pid)).toBe(false)
  expect(journal().filter(({ event }) => event === 'leaked')).toEqual([
    expect.objectContaining({ id: 'leaky', service: 'api', killed: true }),
  ])
  expect(await processHost.leaks(['leaky', 'clean'])).toEqual([])
})

test('a process with that mark proves nothing where somebody else started it: it is neither named nor killed', async () => {
  const { run, processHost, spawn } = await openOwner()
  const api = await spawn({ ...server(), id: 'forged' })
  await ready(api)
  await api.kill(60_000)
  const theirs = startAsAnotherUser(`env CURFEW_RUN=${run} CURFEW_SERVICE=forged sleep 1000`)
  onTestFinished(() => {
    endOfAnotherUser(theirs)
  })
  await untilMarked(theirs, run)
  // One of this user that stems neither from the supervisor nor from the owner.
  const mark = { CURFEW_RUN: run, CURFEW_SERVICE: 'forged' }
  const orphan = Number(
    execFileSync('sh', ['-c', 'setsid sleep 1000 > /dev/null 2>&1 & echo $!'], { env: { ...process.env, ...mark } }),
  )
  onTestFinished(() => {
    process.kill(orphan, 'SIGKILL')
  })

  expect(await processHost.leaks(['forged'])).toEqual([])
  expect([theirs, orphan].map(isLiving)).toEqual([true, true])
})

test('contract 49: a listener on a fixed port of a service that is gone is named and left alone', async () => {
  const { processHost, spawn } = await openOwner()
  const lease = await processHost.leasePorts({
    id: 'fixed',
    host: '127.0.0.1',
    names: ['main'],
    fixed: { main: 9_871 },
  })
  expect(lease).toMatchObject({ ok: true })
  const handle = await spawn({ ...server('--port', '9871'), id: 'fixed' })
  await ready(handle)
  await handle.kill(60_000)
  await processHost.releasePorts('fixed')
  const pid = await daemon({}, 9_871)

  const [leak] = await processHost.leaks(['fixed'])
  expect(leak).toMatchObject({ processes: [], ports: [{ host: '127.0.0.1', port: 9_871, holder: { pid } }] })
  expect(isLiving(pid)).toBe(true)

  // A service of another test has the port now: that is no leak of ours.
  process.kill(pid, 'SIGKILL')
  await untilGone(pid)
  const next = await processHost.leasePorts({ id: 'next', host: '127.0.0.1', names: ['main'], fixed: { main: 9_871 } })
  expect(next).toMatchObject({ ok: true })
  await daemon({}, 9_871)
  expect(await processHost.leaks(['fixed'])).toEqual([])
})

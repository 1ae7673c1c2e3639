import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { query, services } from '@curfew-examples/orders/services'
import type { ProcessService } from '@curfew/core'
import { test as base } from '@curfew/jest'
import { expect } from '@jest/globals'

const test = base.extend(services)

// Runs while the services still live, and shares those of the test.
test.afterEach(async ({ db }) => {
  expect(await query(db, `select query from pg_stat_activity where state like 'idle in transaction%'`)).toEqual([])
})

test.each([
  ['tea', 2],
  ['coffee', 12],
])('an order of %s that one replica took is known to the others', async (item, quantity, { api1, api2, health }) => {
  const id = await order(api1, { item, quantity })
  expect(await find(api2, id)).toEqual({ id, item, quantity, acceptedBy: 'api1' })
  expect(health.isServiceAlive()).toBe(true)
})

test('an order can be sent again to another replica when the first was killed', async ({ api1, api2, api3 }) => {
  const id = await order(api1)
  // Without it the kill would fail the test at once: a service that ends by itself is a crash.
  const exit = api1.expectExit()
  process.kill(api1.pid, 'SIGKILL')
  expect(await exit).toMatchObject({ signal: 'SIGKILL' })

  await order(api2, { id })
  expect(await find(api3, id)).toMatchObject({ id, acceptedBy: 'api1' })
})

test('a replica that is stopped leaves the others alone', async ({ api1, api2, services }) => {
  await api2.stop()

  expect(api2.outcome).toMatchObject({ how: 'stopped', exit: { code: 0 }, gone: true })
  expect(services.findByTags('api').alive().names()).toEqual(['api1'])
  expect(await find(api1, await order(api1))).toMatchObject({ acceptedBy: 'api1' })
})

test('orders survive the destruction of a node under load', async ({
  cluster,
  db,
  api1,
  api2,
  load,
  chaos,
  signal,
}) => {
  const acknowledged: { readonly id: string; readonly acceptedBy: string }[] = []
  load.onMessage((one) => acknowledged.push(one))
  load.post({ urls: [api1.url, api2.url] })
  await until(signal, () => new Set(acknowledged.map(({ acceptedBy }) => acceptedBy)).size === 2)

  await cluster.nodes[1]?.destroy()

  expect(api2.isAlive()).toBe(false)
  expect([api1, load, chaos].every((service) => service.isServiceAlive())).toBe(true)
  const before = acknowledged.length
  await until(signal, () => acknowledged.length > before + 100)
  await load.stop()
  const ids = acknowledged.map(({ id }) => id)
  expect(await query(db, 'select id from orders where id = any($1)', [ids])).toHaveLength(ids.length)
})

// Both run at the same time, each with a database and a replica of its own. Jest runs no hooks for them.
test.concurrent.each(['milk', 'sugar'])('orders of %s are alone in their database', async (item, { db, api1 }) => {
  await order(api1, { item })
  expect(await query(db, 'select item from orders')).toEqual([{ item }])
})

/** Sends an order; the client chooses its id, so that it may send it again. */
async function order(
  replica: ProcessService,
  { id = randomUUID(), item = 'tea', quantity = 1 }: { id?: string; item?: string; quantity?: number } = {},
): Promise<string> {
  const { status } = await fetch(`${replica.url}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id, item, quantity }),
  })
  expect(status).toBe(201)
  return id
}

async function find(replica: ProcessService, id: string): Promise<unknown> {
  return (await fetch(`${replica.url}/orders/${id}`)).json()
}

/** Looks again until it holds. The signal of the test ends it: at the limit of the test, or when a service crashes. */
async function until(signal: AbortSignal, holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(20, undefined, { signal })
}

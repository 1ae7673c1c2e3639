import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { test as base } from '@curfew/vitest'
import { expect, vi } from 'vitest'
import type { Acknowledged } from './load.ts'
import type { Postgres } from './postgres.ts'
import { query, services } from './services.ts'

const test = base.extend(services)
const patience = { timeout: 10_000 }

test('an order that one replica took is known to the others', async ({ api1, api2, health }) => {
  const order = { id: randomUUID(), item: 'tea', quantity: 2 }
  const taken = await fetch(`${api1.url}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(order),
  })
  expect(taken.status).toBe(201)

  const found = await fetch(`${api2.url}/orders/${order.id}`)
  expect(await found.json()).toEqual({ ...order, acceptedBy: 'api1' })
  expect(health.isServiceAlive()).toBe(true)
})

test('orders survive the destruction of a node under load', async ({ cluster, db, api1, api2, api3, load, chaos }) => {
  const acknowledged: Acknowledged[] = []
  load.onMessage((order) => acknowledged.push(order))
  load.post({ urls: [api1.url, api2.url, api3.url] })
  await vi.waitUntil(() => new Set(acknowledged.map((order) => order.acceptedBy)).size === 3, patience)

  await cluster.nodes[1]?.destroy()

  expect(api2.isAlive()).toBe(false)
  expect([api1, api3, load, chaos].every((service) => service.isServiceAlive())).toBe(true)
  const before = acknowledged.length
  await vi.waitUntil(() => acknowledged.length > before + 200, patience)
  await load.stop()
  const ids = acknowledged.map((order) => order.id)
  expect(await query(db, 'select id from orders where id = any($1)', [ids])).toHaveLength(ids.length)
})

async function countOrders(db: Postgres): Promise<number> {
  const [row] = await query(db, 'select count(*)::integer as count from orders')
  return Number(row?.['count'])
}

test('no order arrives once the load is stopped by hand', async ({ db, api1, load, services }) => {
  load.post({ urls: [api1.url] })
  await vi.waitUntil(async () => (await countOrders(db)) > 50, patience)

  await services.findByTags('load').alive().stop()

  const count = await countOrders(db)
  await sleep(200)
  expect(await countOrders(db)).toBe(count)
  expect(api1.isServiceAlive()).toBe(true)
})

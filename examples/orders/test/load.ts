// A load generator in a thread of its own, so that its work does not slow the test down. It is TypeScript, and needs no build.
import { randomUUID } from 'node:crypto'
import { defineThread } from '@curfew/core/thread'
import autocannon from 'autocannon'

/** To the thread: the replicas to fire at. */
interface Targets {
  readonly urls: readonly string[]
}

/** From the thread: an order that a replica has acknowledged. */
export interface Acknowledged {
  readonly id: string
  readonly acceptedBy: string
}

export default defineThread<undefined, Targets, Acknowledged>(async ({ messages, post, log, signal }) => {
  const guns: Promise<void>[] = []
  for await (const { urls } of messages) guns.push(...urls.map((_, index) => fire(urls, index)))
  await Promise.all(guns)

  /** Fires at one replica until it is lost, then at the next. */
  async function fire(urls: readonly string[], first: number): Promise<void> {
    for (let index = first; !signal.aborted; index++) {
      const url = urls[index % urls.length] ?? ''
      await run({
        url,
        connections: 2,
        duration: 3600,
        bailout: 1,
        sampleInt: 20,
        requests: [{ method: 'POST', path: '/orders', setupRequest: order, onResponse: acknowledge }],
      })
      if (!signal.aborted) log.warn({ url }, 'lost this replica, on to the next')
    }
  }

  /** Resolves when a connection is lost (`bailout`), or when the thread is to stop. */
  function run(options: autocannon.Options): Promise<void> {
    return new Promise((resolve, reject) => {
      const gun = autocannon(options, (error: Error | null) => (error === null ? resolve() : reject(error)))
      signal.addEventListener('abort', () => gun.stop(), { once: true })
    })
  }

  function acknowledge(status: number, body: string): void {
    if (status === 201) post(JSON.parse(body) as Acknowledged)
  }
})

function order(request: autocannon.Request): autocannon.Request {
  return {
    ...request,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: randomUUID(), item: 'tea', quantity: 1 }),
  }
}

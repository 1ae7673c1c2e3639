import assert from 'node:assert/strict'
import { tcp } from '../readiness/tcp.ts'
import type { ProcessAddress } from '../service/process-definition.ts'
import { taskService } from '../service/task-service.ts'
import { outputOf, until, type CaseOf } from './bed.ts'
import { idle, server } from './programs.ts'
import type { ProviderUnderTest } from './under-test.ts'

const listens = { ready: tcp(), args: ({ host, port }: ProcessAddress) => [host, `${port}`] } as const

/** How nodes come up and go down. */
export function nodeCases({ broken, lose }: ProviderUnderTest): CaseOf[] {
  return [
    {
      title: 'a node comes up before what is on it starts, and goes down after that is over',
      async run({ node, start, program, close }) {
        const place = node()
        assert.equal(place.isUp(), false)
        const seen: boolean[] = []
        const look = () => void seen.push(place.isUp())
        const service = program(place, server, { ...listens, name: 'server', prepare: look, cleanup: look })
        await start(service)
        assert.equal(place.isUp(), true)
        assert.deepEqual(await close(), ['server', place.serviceName])
        assert.deepEqual(seen, [true, true])
        assert.equal(place.isUp(), false)
        assert.equal(place.outcome?.gone, true)
      },
    },
    {
      title: 'a node that was stopped does not come up again, and what is to start on it says so',
      async run({ node, start, program }) {
        const place = await start(node())
        await place.destroy()
        await assert.rejects(start(program(place, idle)), { code: 'CURFEW_DEPENDENCY_FAILED' })
      },
    },
    {
      title: 'what is to start on a suspended node waits until it is resumed, and what runs on it goes on',
      async run({ node, start, program }) {
        const place = node()
        const before = await start(program(place, server, { ...listens, name: 'before' }))
        place.suspend()
        const late = program(place, server, { ...listens, name: 'late' })
        const started = start(late)
        await until(() => late.state === 'starting')
        assert.equal(place.isUp(), false)
        assert.deepEqual([before.state, await before.refresh()], ['running', true])
        assert.equal(late.isAlive(), false)
        place.resume()
        await started
        assert.equal(late.state, 'running')
      },
    },
    {
      title: 'destroy() stops the services of a node, and what needs them elsewhere; other nodes go on',
      async run({ node, start, program }) {
        const [one, other] = [node(), node()]
        const db = await start(program(one, server, { ...listens, name: 'db' }))
        const user = await start(taskService({ name: 'user', needs: [db], run: ({ sleep }) => sleep(Infinity) }))
        const neighbour = await start(program(other, server, { ...listens, name: 'neighbour' }))
        assert.deepEqual(one.services.names(), ['db'])
        await one.destroy()
        assert.deepEqual([user.state, db.state, one.state], ['stopped', 'stopped', 'stopped'])
        assert.deepEqual([neighbour.state, other.state, await neighbour.refresh()], ['running', 'running', true])
        assert.equal((await outputOf(neighbour)).includes('asked to stop'), false)
      },
    },
    ...(broken === undefined
      ? []
      : [
          {
            title: 'a node that cannot come up fails its start with its name and the cause, and nothing starts on it',
            async run({ start, program }: Parameters<CaseOf['run']>[0]) {
              const place = broken.node()
              const service = program(place, idle, { name: 'never' })
              await assert.rejects(start(service), (error: Error) => {
                const { cause } = error as { cause?: { code?: string; message?: string } }
                assert.equal(cause?.code, 'CURFEW_NODE_NOT_UP')
                assert.ok(cause?.message?.includes(`"${place.serviceName}" did not come up`), cause?.message)
                assert.ok(cause?.message?.includes(broken.because), cause?.message)
                return true
              })
              assert.deepEqual([place.state, service.isAlive()], ['failed', false])
            },
          },
        ]),
    ...(lose === undefined
      ? []
      : [
          {
            title: 'a node that was lost is brought up again, and what is to start on it waits for that',
            async run({ node, start, program }: Parameters<CaseOf['run']>[0]) {
              const place = await start(node())
              await lose(place)
              const service = await start(program(place, server, { ...listens, name: 'after' }))
              assert.deepEqual([place.isUp(), service.state], [true, 'running'])
            },
          },
        ]),
  ]
}

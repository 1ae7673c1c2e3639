import { expect } from 'vitest'
import type { RunnerCase } from './runner-case.ts'

/** Ways to count what of past tests can still be reached, after a collection of garbage. */
const counting = `
      import { readdirSync, readlinkSync } from 'node:fs'
      import { setFlagsFromString } from 'node:v8'
      import { runInNewContext } from 'node:vm'

      setFlagsFromString('--expose-gc')
      const collect = runInNewContext('gc') as () => void
      const past: { what: string; ref: WeakRef<object> }[] = []
      const remember = (...services: object[]) => {
        for (const service of services) {
          const { lifecycle } = (service as Record<symbol, any>)[Symbol.for('curfew.service@1')]
          const scope = lifecycle.scope
          for (const [what, value] of Object.entries({ service, lifecycle, runtime: lifecycle.runtime, scope, signal: scope.signal }))
            past.push({ what: lifecycle.name + ' ' + what, ref: new WeakRef(value as object) })
        }
      }
      const reachable = () => past.flatMap(({ what, ref }) => (ref.deref() === undefined ? [] : what))
      // What was dereferenced lives until the turn is over, and what is on its way until it has arrived.
      const collected = async (isEnough: () => boolean) => {
        for (let turn = 0; turn < 100 && !isEnough(); turn++) {
          await new Promise((resolve) => setTimeout(resolve, 5))
          collect()
        }
      }
      const openFiles = () => readdirSync('/proc/self/fd').flatMap((fd) => {
        try {
          return readlinkSync('/proc/self/fd/' + fd)
        } catch {
          // It was the one of the folder itself.
          return []
        }
      })
      const logsOf = (name: string) => openFiles().filter((file) => file.includes('/services/') && file.includes(name))
`

export const memoryCases: readonly RunnerCase[] = [
  {
    title:
      'nothing of tests that are over is kept: no scope, no service, no open file; a shared service does not keep them',
    tests: `
      ${counting}
      const test = base.extend(
        defineServices()
          .service('shared', { scope: 'file' }, () => looped('shared'))
          .service('memoryTask', ({ shared }) => looped('task'))
          .service('memoryApi', ({ memoryTask, shared }) => server())
          .service('dies', () => server()),
      )
      let kept: object | undefined

      // Vitest itself keeps the test that first asks for a fixture of the file.
      test('first', async ({ shared }) => {})

      for (const index of [1, 2, 3, 4, 5]) {
        test('uses it all ' + index, async ({ memoryTask, memoryApi, shared, services, scope }) => {
          remember(memoryTask, memoryApi)
          memoryApi.onLine(() => {})
          scope.onCleanup(() => {})
          scope.signal.addEventListener('abort', () => {})
          scope.tempDir()
          expect(services.names()).toContain('shared')
          expect(logsOf('memoryTask')).toHaveLength(1)
        })
      }

      expectedToFail(test)('crashes', async ({ dies, memoryTask }) => {
        remember(dies, memoryTask)
        await dies.kill()
        throw new Error('as it should')
      })

      test('keeps one', async ({ memoryTask }) => {
        remember(memoryTask)
        kept = memoryTask
      })

      withLimit(test, 'looks', 60_000, async ({ shared }) => {
        await collected(() => reachable().every((what) => what.startsWith('memoryTask ')) && reachable().length <= 5)
        note('while one is kept: ' + reachable().join(', '))
        kept = undefined
        await collected(() => reachable().length === 0)
        note('at the end: ' + reachable().join(', '))
        note('open: ' + logsOf('memory').join(', '))
        expect(shared.dependants.names()).toEqual([])
      })
    `,
    check({ events, test }) {
      expect(test('looks').state).toBe('passed')
      expect(test('uses it all 5').state).toBe('passed')
      // The measure sees what is kept.
      expect(events).toContainEqual(
        expect.stringMatching(/^while one is kept: memoryTask service, memoryTask lifecycle/),
      )
      expect(events).toContain('at the end: ')
      expect(events).toContain('open: ')
    },
  },
]

import assert from 'node:assert/strict'
import process from 'node:process'
import { completed } from '../readiness/completed.ts'
import { logLine } from '../readiness/log-line.ts'
import { tcp } from '../readiness/tcp.ts'
import { processService } from '../service/process-service.ts'
import type { ProcessAddress } from '../service/process-definition.ts'
import { isListening, outputOf, until, type Bed, type CaseOf } from './bed.ts'
import { deafFamily, exiter, flood, idle, mirror, server } from './programs.ts'

const toItself = ({ host, port }: ProcessAddress) => [host, `${port}`]
const listens = { ready: tcp(), args: toItself } as const
const difficult = ['two words', '', `"'\`$HOME \\ *`, 'a\nb', 'grüße 🙂', '--flag=1']
const lines = 2_000

/** What holds of processes on a node. */
export const processCases: readonly CaseOf[] = [
  {
    title: 'a service listens at the address of its node, and can be reached from here',
    async run({ node, start, program }) {
      const place = node()
      const service = await start(program(place, server, listens))
      assert.equal(service.host, place.host)
      assert.equal(await isListening(service.host, service.port), true)
      assert.equal(await service.refresh(), true)
      const other = await start(program(place, server, listens))
      assert.notEqual(other.port, service.port)
    },
  },
  {
    title: 'arguments and variables arrive as they are, whatever characters they have',
    async run(bed) {
      const { args, value } = await reflected(bed, { args: difficult, env: { CONTRACT_VALUE: difficult.join('|') } })
      assert.deepEqual(args, difficult)
      assert.equal(value, difficult.join('|'))
    },
  },
  {
    title: 'environment, folder and umask are those of the node where the service does not say, and the service wins',
    async run(bed) {
      const { cwd, env, umask = process.umask() } = bed.provider.defaults ?? {}
      const plain = await reflected(bed, {})
      assert.equal(plain.umask, umask)
      if (cwd !== undefined) assert.equal(plain.cwd, cwd)
      const inherited = Object.keys(env ?? process.env)
      for (const name of inherited) assert.ok(plain.names.includes(name), `the variable ${name} is missing`)
      if (env !== undefined) {
        const foreign = Object.keys(process.env).filter((name) => !(name in env) && plain.names.includes(name))
        const made = foreign.filter((name) => !/^(_|PWD|OLDPWD|SHLVL|CURFEW_.*)$/.test(name))
        assert.deepEqual(made, [], 'variables of this process that the node does not give')
      }
      assert.equal((await reflected(bed, { cwd: '/' })).cwd, '/')
    },
  },
  {
    title: 'a program that does not exist fails the start, and the error names it',
    async run({ node, start }) {
      const missing = processService({ name: 'missing', command: 'curfew-no-such-program', on: node() })
      await assert.rejects(start(missing), (error: Error) => {
        assert.match(error.message, /"missing".*curfew-no-such-program/s)
        return true
      })
      assert.equal(missing.outcome?.gone, true)
    },
  },
  {
    title: 'a stop asks first: the program may end by itself, and that is no error',
    async run({ node, start, program }) {
      const service = await start(program(node(), server, listens))
      const { host, port } = service
      await service.stop()
      assert.deepEqual(
        { how: service.outcome?.how, gone: service.outcome?.gone, errors: service.outcome?.errors },
        { how: 'stopped', gone: true, errors: [] },
      )
      assert.ok((await outputOf(service)).includes('asked to stop'))
      assert.equal(await isListening(host, port), false)
    },
  },
  {
    title: 'what ignores the stop is killed after its limit, with all that it started',
    async run({ node, start, program }) {
      const place = node()
      const service = program(place, deafFamily, {
        ports: ['main', 'child'],
        ready: [tcp({ port: 'main' }), tcp({ port: 'child' })],
        args: ({ host, ports }: ProcessAddress) => [host, `${ports['main']}`, `${ports['child']}`],
        stopTimeoutMs: 200,
        onKilled: 'warn',
      } as never)
      await start(service)
      const { host, ports } = service as unknown as ProcessAddress
      assert.equal(await isListening(host, ports['child'] ?? 0), true)
      await service.stop()
      assert.deepEqual([service.outcome?.how, service.outcome?.gone], ['killed', true])
      for (const port of Object.values(ports)) assert.equal(await isListening(host, port), false)
    },
  },
  {
    title: 'kill() ends it at once, though it ignores the stop',
    async run({ node, start, program }) {
      const service = await start(program(node(), deafFamily, { ...listens, stopTimeoutMs: Infinity }))
      await service.kill()
      assert.deepEqual([service.outcome?.how, service.outcome?.gone], ['killed', true])
      assert.equal(await isListening(service.host, service.port), false)
    },
  },
  {
    title: 'an exit is told with its code, and an end by a signal with that signal',
    async run({ node, start, program }) {
      const place = node()
      const one = await start(program(place, exiter, { args: ['7'], ready: logLine(/idle/), ports: [] }))
      const exit = one.expectExit()
      await one.signal('SIGUSR2')
      const { code, signal } = await exit
      assert.deepEqual({ code, signal }, { code: 7, signal: null })
      const other = await start(program(place, exiter, { args: ['7'], ready: logLine(/idle/), ports: [] }))
      const killed = other.expectExit()
      await other.signal('SIGKILL')
      assert.equal((await killed).signal, 'SIGKILL')
    },
  },
  {
    title: 'a crash is told with the exit code and the last lines',
    async run({ node, start, program }) {
      const service = program(node(), `console.error('no disk'); process.exit(3)`, { name: 'crashing', ready: tcp() })
      await assert.rejects(start(service), (error: Error) => {
        assert.match(error.message, /exit code 3/)
        assert.match(error.message, /no disk/)
        return true
      })
    },
  },
  {
    title: 'output is complete and in order, also of a program that ends at once',
    async run({ node, start, program }) {
      const service = await start(program(node(), flood, { args: [`${lines}`], ready: completed(), ports: [] }))
      await service.waitTillStopped()
      const all = await outputOf(service, 2 * lines)
      const numbers = (stream: string) =>
        all.filter((line) => line.startsWith(stream)).map((line) => Number(line.slice(stream.length)))
      assert.deepEqual(
        numbers('out '),
        Array.from({ length: lines }, (_, index) => index + 1),
      )
      assert.deepEqual(
        numbers('err '),
        Array.from({ length: lines / 10 }, (_, index) => 10 * (index + 1)),
      )
    },
  },
  {
    title: 'a fixed port that another service has is refused, and can be had again once that is over',
    async run({ node, start, program }) {
      const place = node()
      const first = await start(program(place, server, listens))
      const { port } = first
      const fixed = () => program(place, server, { ...listens, ports: { main: port } })
      await assert.rejects(start(fixed()), { code: 'CURFEW_PORT_TAKEN' })
      await first.stop()
      assert.equal((await start(fixed())).port, port)
    },
  },
  {
    title: 'a probe never takes the answer of another process for that of its service',
    async run({ node, start, program }) {
      const place = node()
      const { port } = await start(program(place, server, listens))
      const impostor = program(place, idle, { ports: [], ready: tcp({ port }) })
      await assert.rejects(start(impostor), { code: 'CURFEW_PORT_FOREIGN' })
    },
  },
]

interface Reflection {
  readonly args: readonly string[]
  readonly value: string | undefined
  readonly names: readonly string[]
  readonly cwd: string
  readonly umask: number
}

/** What a program got that was started with these options. */
async function reflected({ node, start, program }: Bed, options: Parameters<Bed['program']>[2]): Promise<Reflection> {
  const service = await start(program(node(), mirror, { ...options, ready: completed(), ports: [] }))
  await until(async () => (await outputOf(service)).length > 0)
  return JSON.parse((await outputOf(service)).join('')) as Reflection
}

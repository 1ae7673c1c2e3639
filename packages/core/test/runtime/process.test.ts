import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { completed, defineServices, logLine, processService, tcp } from '@curfew/core'
import {
  closed,
  isFree,
  isLiving,
  line,
  listen,
  openTest,
  program,
  script,
  server,
  up,
  useRealEngine,
  written,
} from './real-engine.ts'

useRealEngine()

describe('a process', () => {
  test('is ready when it listens, tells where, and is gone with its port when it is stopped', async () => {
    const scope = openTest()
    const service = await up(scope, server())
    expect(service).toMatchObject({ state: 'running', host: '127.0.0.1', address: `127.0.0.1:${service.port}` })
    expect(service.url).toBe(`http://127.0.0.1:${service.port}`)
    expect([service.isAlive(), service.isServiceAlive(), await service.refresh()]).toEqual([true, true, true])
    expect(isLiving(service.pid)).toBe(true)
    const { of, errors } = await closed(scope, 'server')
    expect(errors).toEqual([])
    expect(of.outcome).toMatchObject({ how: 'stopped', gone: true, exit: { code: 0, signal: null } })
    expect([service.isAlive(), await service.refresh(), isLiving(service.pid)]).toEqual([false, false, false])
    expect(await isFree(service.port)).toBe(true)
  })

  test('case 37: dying of the signal that we sent is clean', async () => {
    const scope = openTest()
    await up(scope, server(['--bare']))
    const { of, errors } = await closed(scope, 'server')
    expect(errors).toEqual([])
    expect(of.outcome).toMatchObject({ how: 'stopped', exit: { code: null, signal: 'SIGTERM' } })
  })

  test('case 37: any other exit while stopping is an error, unless it is among cleanExits; stopping goes on', async () => {
    for (const cleanExits of [undefined, [3] as const]) {
      const scope = openTest()
      const db = await up(scope, server([], { name: 'db' }))
      await up(scope, server(['--stop-code', '3'], { needs: [db], cleanExits }))
      const { of, errors, stopOrder } = await closed(scope, 'server')
      expect(of.outcome).toMatchObject({ gone: true, exit: { code: 3 } })
      expect(stopOrder).toEqual(['server', 'db'])
      if (cleanExits !== undefined) expect(errors).toEqual([])
      else expect(errors).toEqual([expect.objectContaining({ code: 'CURFEW_UNCLEAN_STOP', service: 'server' })])
    }
  })

  test('is asked to stop by the signal of its options', async () => {
    const scope = openTest()
    const code =
      'process.on("SIGINT", () => { console.log("SIGINT"); process.exit(0) }); setInterval(() => {}, 1e3); console.log("up")'
    await up(scope, script(code, { stopSignal: 'SIGINT', ready: logLine(/up/) }))
    const { of } = await closed(scope, 'script')
    expect(of.lastLines.map(({ text }) => text)).toEqual(['up', 'SIGINT'])
    expect(of.outcome).toMatchObject({ how: 'stopped', exit: { code: 0 } })
  })

  test('case 47: what it writes while it is stopping belongs to it', async () => {
    const scope = openTest()
    await Promise.all([up(scope, server([], { name: 'one' })), up(scope, server([], { name: 'two' }))])
    const { services } = await scope.close()
    for (const { lastLines } of services) expect(lastLines.at(-1)?.text).toBe('last words')
  })

  test('case 29: one that ignores the graceful signal is killed after its limit, and reported', async () => {
    const scope = openTest()
    const service = await up(scope, server(['--deaf'], { stopTimeoutMs: 100 }))
    const { of, errors } = await closed(scope, 'server')
    expect(of.outcome).toMatchObject({ how: 'killed', forcedBy: 'limit', gone: true, exit: { signal: 'SIGKILL' } })
    expect(errors).toEqual([expect.objectContaining({ code: 'CURFEW_KILLED', service: 'server', limitMs: 100 })])
    expect(of.lastLines.map(({ text }) => text)).toContain('last words')
    expect(isLiving(service.pid)).toBe(false)
  })

  test('case 31: stopTimeoutMs 0 sends no graceful signal, and never fails', async () => {
    const scope = openTest()
    const service = await up(scope, server([], { stopTimeoutMs: 0 }))
    const { of, errors } = await closed(scope, 'server')
    expect(errors).toEqual([])
    expect(of.outcome).toMatchObject({ how: 'killed', forcedBy: 'asked', exit: { signal: 'SIGKILL' } })
    expect(of.lastLines.map(({ text }) => text)).not.toContain('last words')
    expect(isLiving(service.pid)).toBe(false)
  })

  test('case 39: a crash fails at once, with code or signal and the last lines', async () => {
    const scope = openTest()
    const crash = Promise.withResolvers<Error>()
    scope.onCrash(crash.resolve)
    const code =
      'process.on("SIGUSR2", () => process.exit(42)); setInterval(() => {}, 1e3); console.error("out of cheese")'
    const service = await up(scope, script(code, { ready: logLine(/cheese/) }))
    await service.signal('SIGUSR2')
    const error = await crash.promise
    expect(error).toMatchObject({ code: 'CURFEW_CRASHED', service: 'script', exit: { code: 42, signal: null } })
    expect(error.message).toMatch(/crashed: exit code 42[\s\S]*out of cheese/)
    const { of, errors } = await closed(scope, 'script')
    expect(errors).toEqual([error])
    expect(of.outcome).toMatchObject({ how: 'exited', gone: true })
  })

  test('case 39: expectExit allows a chaos test to kill it', async () => {
    const scope = openTest()
    const service = await up(scope, server())
    const exit = service.expectExit()
    await service.signal('SIGKILL')
    expect(await exit).toMatchObject({ code: null, signal: 'SIGKILL' })
    await service.waitTillStopped(120_000)
    const { errors, of } = await closed(scope, 'server')
    expect(errors).toEqual([])
    expect(of.outcome).toMatchObject({ how: 'exited' })
  })

  test('case 11: one that exits while it is starting fails at once, with its last lines', async () => {
    const scope = openTest()
    const error = await up(scope, server(['--exit-early', '4'])).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'CURFEW_EXITED_WHILE_STARTING', service: 'server', exit: { code: 4 } })
    expect((error as Error).message).toMatch(/ended while it was starting: exit code 4[\s\S]*no licence/)
    expect((await scope.close()).errors).toEqual([])
  })

  test('whose command does not exist names it', async () => {
    const scope = openTest()
    const missing = processService({ name: 'missing', command: '/no/such/program', ports: [] })
    const error = await up(scope, missing).catch((error: unknown) => error)
    expect(error).toMatchObject({
      code: 'CURFEW_LAUNCH',
      service: 'missing',
      cause: { code: 'CURFEW_SPAWN', errno: 'ENOENT' },
    })
    expect((error as Error).message).toContain('/no/such/program')
    expect(missing.outcome).toMatchObject({ how: 'failed', gone: true })
  })

  test('is called off while it waits: prepare is told, and nothing is spawned', async () => {
    const scope = openTest()
    const asked = Promise.withResolvers<AbortSignal>()
    const service = server([], {
      prepare: async (_, signal) => {
        asked.resolve(signal)
        await once(signal, 'abort')
      },
    })
    const start = up(scope, service)
    start.catch(() => {})
    await asked.promise
    await service.stop()
    await expect(start).rejects.toMatchObject({ code: 'CURFEW_START_CALLED_OFF' })
    expect(() => service.pid).toThrow(/known once it has started/)
    expect((await closed(scope, 'server')).of.outcome).toMatchObject({ how: 'stopped', gone: true })
  })
})

describe('where it runs', () => {
  test('prepare is given the address, and done before the spawn; when it fails, so does the start', async () => {
    const scope = openTest()
    const order: string[] = []
    const service = await up(
      scope,
      server([], {
        prepare: async ({ port }) => {
          expect(await isFree(port)).toBe(true)
          order.push(`prepared ${port}`)
        },
        args: ({ port }) => {
          order.push(`arguments ${port}`)
          return [program, '--port', `${port}`]
        },
      }),
    )
    expect(order).toEqual([`prepared ${service.port}`, `arguments ${service.port}`])
    const bad = server([], { name: 'bad', prepare: () => Promise.reject(new Error('no template')) })
    await expect(up(scope, bad)).rejects.toThrow(/Service "bad" could not be started: no template/)
  })

  test('the environment is merged over ours, and undefined removes a variable', async () => {
    vi.stubEnv('CURFEW_TEST_KEPT', 'kept')
    vi.stubEnv('CURFEW_TEST_REMOVED', 'removed')
    onTestFinished(() => {
      vi.unstubAllEnvs()
    })
    const scope = openTest()
    const code = 'const e = process.env; console.log([e.CURFEW_TEST_KEPT, e.CURFEW_TEST_REMOVED, e.ADDED].join())'
    const env = { CURFEW_TEST_REMOVED: undefined, ADDED: 'added' }
    const service = await up(scope, script(code, { env, ready: completed() }))
    expect(await written(service)).toEqual(['kept,,added'])
  })

  test('the working directory and the file mask are those of this process, or given', async () => {
    const scope = openTest()
    const code = 'console.log(process.cwd(), process.umask())'
    const [here, there] = await Promise.all([
      up(scope, script(code, { name: 'here', ready: completed() })),
      up(scope, script(code, { name: 'there', cwd: '/', ready: completed() })),
    ])
    expect(await written(here)).toEqual([`${process.cwd()} ${process.umask()}`])
    expect(await written(there)).toEqual([`/ ${process.umask()}`])
  })

  test('another user: root may, anybody else is refused', async () => {
    const scope = openTest()
    const nobody = 65_534
    const service = processService({
      name: 'id',
      command: 'id',
      args: ['-u'],
      cwd: '/',
      uid: nobody,
      gid: nobody,
      ports: [],
      ready: completed(),
    })
    if (process.getuid?.() === 0) {
      await up(scope, service)
      expect(await written(service)).toEqual([String(nobody)])
    } else {
      await expect(up(scope, service)).rejects.toMatchObject({ code: 'CURFEW_LAUNCH', cause: { code: 'EPERM' } })
    }
  })

  test('a shell runs its command as a line, and the whole tree is stopped', async () => {
    const scope = openTest()
    const service = await up(
      scope,
      processService({
        name: 'shell',
        shell: true,
        command: ({ port }) => `echo begun && "${process.execPath}" "${program}" --port ${port} && echo never`,
        ready: [tcp(), logLine(/listening on port (?<port>\d+)/, { groups: ['port'] })],
      }),
    )
    expect(service.groups.port).toBe(String(service.port))
    const { of, errors } = await closed(scope, 'shell')
    expect(errors).toEqual([])
    expect(of.lastLines.map(({ text }) => text)).toEqual(expect.arrayContaining(['begun', 'last words']))
    expect(await isFree(service.port)).toBe(true)
  })
})

describe('ports', () => {
  test('ports by name, in the order given; the first is the port', async () => {
    const scope = openTest()
    const service = await up(
      scope,
      server<'http' | 'admin'>([], {
        ports: ['http', 'admin'],
        args: ({ ports }) => [
          '-e',
          `for (const port of [${ports.http}, ${ports.admin}]) require("net").createServer().listen(port, "127.0.0.1")`,
        ],
        ready: [tcp({ port: 'http' }), tcp({ port: 'admin' })],
      }),
    )
    expect(Object.keys(service.ports)).toEqual(['http', 'admin'])
    expect(service.port).toBe(service.ports.http)
    expect(service.ports.http).not.toBe(service.ports.admin)
    await scope.close()
    expect([await isFree(service.ports.http), await isFree(service.ports.admin)]).toEqual([true, true])
  })

  test('ports: none: asking for one is an error that says why', async () => {
    const scope = openTest()
    const service = await up(scope, script('console.log(1)', { ready: completed() }))
    expect(() => service.port).toThrow(/Service "script" has no port, since its option "ports" is empty/)
  })

  test('ports: one that the user fixed and somebody else holds is refused, naming the holder, who is left alone', async () => {
    const scope = openTest()
    const foreign = await listen(0)
    const { port } = foreign.address() as AddressInfo
    const service = server([], { ports: { main: port } })
    const error = await up(scope, service).catch((error: unknown) => error)
    expect(error).toMatchObject({ code: 'CURFEW_PORT_TAKEN', service: 'server', port, holder: { pid: process.pid } })
    expect((error as Error).message).toMatch(
      new RegExp(`127\\.0\\.0\\.1:${port}, which is held by pid ${process.pid} `),
    )
    expect(foreign.listening).toBe(true)
    expect(await isFree(port)).toBe(false)
  })

  test('ports: one that the user fixed and that is free is used', async () => {
    const scope = openTest()
    const foreign = await listen(0)
    const { port } = foreign.address() as AddressInfo
    await new Promise((resolve) => {
      foreign.close(resolve)
    })
    expect((await up(scope, server([], { ports: { main: port } }))).port).toBe(port)
  })

  test('ports: one that we chose and that somebody else took is replaced once', async () => {
    const scope = openTest()
    const tried: number[] = []
    const service = await up(
      scope,
      server([], {
        prepare: async ({ port }) => {
          tried.push(port)
          if (tried.length === 1) await listen(port)
        },
        // Its readiness would be met by whoever holds the port.
        ready: logLine(/listening/),
      }),
    )
    expect(tried).toHaveLength(2)
    expect(service.port).toBe(tried[1])
    expect(tried[0]).not.toBe(tried[1])
    const { warnings, errors } = await closed(scope, 'server')
    expect(errors).toEqual([])
    expect(warnings).toEqual([expect.stringContaining('was started again on another port')])
  })

  test('ports: replaced once, not again and again', async () => {
    const scope = openTest()
    let tried = 0
    const service = server([], {
      prepare: async ({ port }) => {
        tried++
        await listen(port)
      },
      ready: logLine(/listening/),
    })
    await expect(up(scope, service)).rejects.toMatchObject({ code: 'CURFEW_EXITED_WHILE_STARTING', exit: { code: 98 } })
    expect(tried).toBe(2)
  })
})

describe('what dependants get', () => {
  test('ports: the groups of logLine, typed, and the address', async () => {
    const services = defineServices()
      .service('db', () =>
        processService({
          command: 'sh',
          args: ['-c', 'echo ready to accept on port 4711; exec sleep 1000'],
          ports: [],
          ready: logLine(/on port (?<port>\d+)/, { groups: ['port'] }),
        }),
      )
      .service('once', () => script('console.log("migrated")', { ready: completed() }))
      .service('api', { needs: ['once', 'db'] }, ({ db }) =>
        server([], { args: ({ port }) => [program, '--port', `${port}`], env: { DB: describeGroups(db) } }),
      )
    await using stack = await services.start('api')
    expect(stack.services.names().toSorted()).toEqual(['api', 'db', 'once'])
    expect(stack.api.port).toBeGreaterThan(0)
    expect(stack.services.get('once').outcome).toMatchObject({ how: 'exited', errors: [] })
    expect(stack.api.state).toBe('running')
  })

  test('completed: a one-shot is over before its dependants start; one that fails keeps them from starting', async () => {
    let started = 0
    const services = defineServices()
      .service('migrate', () => script('console.error("column exists"); process.exit(1)', { ready: completed() }))
      .service('api', { needs: ['migrate'] }, () => {
        started++
        return server()
      })
    const failed = services.start('api')
    await expect(failed).rejects.toMatchObject({ code: 'CURFEW_DEPENDENCY_FAILED', dependency: 'migrate' })
    // Its lines are shown once: in the cause.
    await expect(failed).rejects.toMatchObject({ cause: { message: expect.stringContaining('column exists') } })
    await expect(failed).rejects.not.toThrow(/column exists/)
    expect(started).toBe(0)
  })

  test('a stack without a runner stops everything at the end of its block', async () => {
    const services = defineServices()
      .service('db', () => server())
      .service('api', ({ db }) => server([], { env: { DB: db.address } }))
    const pids: number[] = []
    {
      await using stack = await services.start('api', 'db')
      pids.push(stack.api.pid, stack.db.pid)
      expect(pids.map(isLiving)).toEqual([true, true])
    }
    expect(pids.map(isLiving)).toEqual([false, false])
  })

  test('a stack whose stop fails rejects at the end of its block', async () => {
    const services = defineServices().service('db', () => server(['--stop-code', '5']))
    const stack = await services.start('db')
    await expect(stack[Symbol.asyncDispose]()).rejects.toMatchObject({ code: 'CURFEW_UNCLEAN_STOP', service: 'db' })
    await expect(stack.stop()).rejects.toMatchObject({ code: 'CURFEW_UNCLEAN_STOP' })
  })
})

describe('cases 35 and 36: whole trees', () => {
  const trees = [
    ['in the same group', ['--child', 'group']],
    ['in a session of its own', ['--child', 'setsid']],
  ] as const

  test.for(trees)('a plain child process leaks its child %s', async ([, flags]) => {
    const plain = spawn(process.execPath, [program, ...flags], { stdio: ['ignore', 'pipe', 'ignore'] })
    let output = ''
    plain.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('listening')) plain.kill('SIGTERM')
    })
    await once(plain, 'close')
    const child = Number(/child (\d+)/.exec(output)?.[1])
    onTestFinished(() => {
      process.kill(child, 'SIGKILL')
    })
    expect(isLiving(child)).toBe(true)
  })

  test.for(trees)('ours is gone with its child %s, without waiting out the limit', async ([, flags]) => {
    const scope = openTest()
    const service = await up(scope, server([...flags, '--child-obeys'], { stopTimeoutMs: 60_000 }))
    const child = Number((await line(service, /^child (\d+)$/))[1])
    expect(isLiving(child)).toBe(true)
    const { of, errors, stopMs } = await closed(scope, 'server')
    expect(errors).toEqual([])
    expect(of.outcome).toMatchObject({ how: 'stopped', gone: true, left: [] })
    expect(stopMs).toBeLessThan(60_000)
    expect(isLiving(child)).toBe(false)
  })

  test.for(trees)('ours is gone with its child %s, which ignores the signal, and names it', async ([, flags]) => {
    const scope = openTest()
    const service = await up(scope, server(flags, { stopTimeoutMs: 1000 }))
    const child = Number((await line(service, /^child (\d+)$/))[1])
    const { of, errors } = await closed(scope, 'server')
    const killed = [expect.stringContaining(`pid ${child} (perl`)]
    expect(of.outcome).toMatchObject({ gone: true, left: [], killed })
    expect(errors).toEqual([expect.objectContaining({ code: 'CURFEW_KILLED', service: 'server' })])
    expect(isLiving(child)).toBe(false)
  })

  test('a double-forked daemon is gone when it is killed', async () => {
    const scope = openTest()
    const daemon = "(setsid sh -c 'echo daemon $$; exec sleep 1000' &); exec sleep 1000"
    const service = processService({
      name: 'forks',
      command: 'sh',
      args: ['-c', daemon],
      ports: [],
      ready: logLine(/daemon/),
    })
    await up(scope, service)
    const pid = Number((await line(service, /daemon (\d+)/))[1])
    expect(isLiving(pid)).toBe(true)
    await service.kill()
    expect([isLiving(pid), isLiving(service.pid)]).toEqual([false, false])
    expect((await scope.close()).errors).toEqual([])
  })

  test('what a crash leaves of its tree is killed', async () => {
    const scope = openTest()
    const service = await up(scope, server(['--child', 'setsid'], { stopTimeoutMs: 200 }))
    const child = Number((await line(service, /^child (\d+)$/))[1])
    process.kill(service.pid, 'SIGKILL')
    await service.waitTillStopped(120_000)
    expect(isLiving(child)).toBe(false)
    const { errors, of } = await closed(scope, 'server')
    // It was asked, and ignored that.
    const killed = [expect.stringContaining(`pid ${child} (perl`)]
    expect(errors).toEqual([
      expect.objectContaining({ code: 'CURFEW_CRASHED', exit: expect.objectContaining({ signal: 'SIGKILL' }) }),
      expect.objectContaining({ code: 'CURFEW_KILLED', killed }),
    ])
    expect(of.outcome).toMatchObject({ gone: true, killed })
  })

  test('the real server behind npm run is stopped gracefully', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'curfew-npm-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const serve = `"${process.execPath}" "${program}" --port "$PORT" && echo never`
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { serve } }))
    const scope = openTest()
    const service = await up(
      scope,
      server([], {
        command: 'npm',
        args: ['run', 'serve'],
        cwd: folder,
        env: ({ port }) => ({ PORT: `${port}`, npm_config_update_notifier: 'false' }),
      }),
    )
    const { of, errors } = await closed(scope, 'server')
    expect(errors).toEqual([])
    const lines = of.lastLines.map(({ text }) => text)
    expect(lines).toContain('last words')
    expect(lines).not.toContain('never')
    expect(await isFree(service.port)).toBe(true)
  })
})

function describeGroups(db: { readonly groups: Readonly<Record<string, string>> }): string {
  expect(db.groups).toEqual({ port: '4711' })
  return JSON.stringify(db.groups)
}

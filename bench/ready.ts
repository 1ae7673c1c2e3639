// How long after a service listens it counts as ready; beside a loop that connects every 50 ms.
// `./dev pnpm --filter ./bench run ready [samples]`
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { type ReadinessOption, defineServices, http, logLine, processService, tcp } from '@curfew/core'
import { printMachine, printTable } from './src/report.ts'
import { enter, leave } from './src/sandbox.ts'

const samples = Number(process.argv[2] ?? 15)
const program = fileURLToPath(new URL('programs/late-listener.ts', import.meta.url))
const probes: Readonly<Record<string, ReadinessOption<never>>> = {
  'tcp()': tcp(),
  "http('/')": http('/'),
  'logLine()': logLine(/listening/),
}
const nowMs = (): number => performance.timeOrigin + performance.now()

enter()
try {
  const polled: number[] = []
  const late = Object.fromEntries(Object.keys(probes).map((name) => [name, [] as number[]]))
  await lateness(tcp(), 0)
  for (let sample = 0; sample < samples; sample++) {
    // Spread over the interval of the loop, or all samples would meet it at the same point.
    const afterMs = 100 + ((sample * 17) % 50)
    polled.push(await latenessOfLoop(afterMs))
    for (const [name, probe] of Object.entries(probes)) late[name]?.push(await lateness(probe, afterMs))
  }
  printMachine('From listening to ready')
  printTable('ms', [
    { name: 'a loop that connects every 50 ms', values: polled },
    ...Object.entries(late).map(([name, values]) => ({ name, values })),
  ])
} finally {
  await leave()
}

async function lateness(ready: ReadinessOption<never>, afterMs: number): Promise<number> {
  const services = defineServices().service('subject', () =>
    processService({ command: process.execPath, args: ({ port }) => [program, `${port}`, `${afterMs}`], ready }),
  )
  await using stack = await services.start('subject')
  const readyAtMs = nowMs()
  const listening = new Promise<number>((resolve) => {
    stack.subject.onLine(({ text }) => {
      resolve(Number(text.split(' ')[1]))
    })
  })
  return readyAtMs - (await listening)
}

async function latenessOfLoop(afterMs: number): Promise<number> {
  const port = await freePort()
  const child = spawn(process.execPath, [program, `${port}`, `${afterMs}`], { stdio: ['ignore', 'pipe', 'inherit'] })
  const listening = once(createInterface({ input: child.stdout }), 'line')
  while (!(await accepts(port))) await setTimeout(50)
  const readyAtMs = nowMs()
  const [line] = (await listening) as [string]
  child.kill()
  await once(child, 'exit')
  return readyAtMs - Number(line.split(' ')[1])
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    // Refused: nobody listens yet.
    return false
  } finally {
    socket.destroy()
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { claimGeneration, type PublishedSupervisor, publish } from '../src/generations.ts'
import { connectProcessHost } from '../src/index.ts'
import { identify } from '../src/system/process-table.ts'
import { openChannel } from '../src/wire/channel.ts'
import { Link, openPlainLink } from '../src/wire/link.ts'
import { type Hello, protocolVersion, type SupervisorCalls, type Welcome } from '../src/wire/protocol.ts'
import { openRun } from './harness/test-run.ts'

test('a supervisor of an older version is named, with where it is', async () => {
  // Not ended as a run: this process is its supervisor.
  const directory = mkdtempSync(path.join(tmpdir(), 'curfew-version-'))
  const self = identify(process.pid) ?? { pid: process.pid, startTime: 0 }
  const address = path.join(directory, 'socket')
  const protocol = protocolVersion - 1
  // It knows one socket for both ways only.
  const server = createServer((socket) => {
    const hello = (): Welcome => ({ protocol, pid: process.pid, path: '/an/older/version.js' })
    openChannel<object, { hello: (hello: Hello) => Welcome }>(new Link(socket, socket), { hello })
  })
  await new Promise<void>((resolve) => {
    server.listen(address, resolve)
  })
  onTestFinished(() => {
    server.close()
    rmSync(directory, { recursive: true })
  })
  claimGeneration(directory, 1, self)
  publish(directory, 1, { ...self, protocol, address })
  await expect(
    connectProcessHost({ run: path.basename(directory), runDirectory: directory, owner: 'new' }),
  ).rejects.toMatchObject({
    code: 'CURFEW_PROTOCOL_MISMATCH',
    ours: protocolVersion,
    theirs: protocol,
    supervisorPath: '/an/older/version.js',
  })
})

test('a worker of an older version is told which one its supervisor is of, and is no owner', async () => {
  const { directory } = await openRun()
  const published = JSON.parse(readFileSync(path.join(directory, 'supervisor/1.ndjson'), 'utf8')) as PublishedSupervisor
  const link = await openPlainLink(published.address)
  if (typeof link === 'string') throw new Error(link)
  const channel = openChannel<SupervisorCalls, object>(link, {})
  const holder = identify(process.pid) ?? { pid: process.pid, startTime: 0 }
  const welcome = await channel.$call('hello', {
    protocol: protocolVersion - 1,
    role: 'owner',
    owner: 'old',
    holder,
    token: 'old',
  })
  expect(welcome).toMatchObject({ protocol: protocolVersion, pid: published.pid })
  await expect(channel.$call('refresh', 'any')).rejects.toMatchObject({ message: expect.stringContaining('"hello"') })
  link.close()
})

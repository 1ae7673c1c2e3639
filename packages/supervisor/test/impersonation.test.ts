import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { asAnotherUser } from '@curfew/testing'
import { expect, onTestFinished, test } from 'vitest'
import { connectProcessHost } from '../src/index.ts'
import { identify } from '../src/system/process-table.ts'
import { protocolVersion } from '../src/wire/protocol.ts'
import { openRun, runDirectory } from './harness/test-run.ts'

/** Writes into the folder of a run that a supervisor listens there, which is this process. */
function publish(directory: string, address: string): void {
  const folder = path.join(directory, 'supervisor')
  mkdirSync(folder, { recursive: true })
  const published = { ...identify(process.pid), protocol: protocolVersion, address }
  writeFileSync(path.join(folder, '1.claim'), JSON.stringify(identify(process.pid)))
  writeFileSync(path.join(folder, '1.ndjson'), JSON.stringify(published))
}

/** Listens at a socket; tells what it was sent. */
async function impersonate(address: string): Promise<readonly string[]> {
  const heard: string[] = []
  const server = createServer((socket) => socket.on('data', (chunk) => heard.push(String(chunk))))
  await new Promise<void>((resolve) => {
    server.listen(address, resolve)
  })
  onTestFinished(() => void server.close())
  return heard
}

function sharedFolder(): string {
  const base = mkdtempSync(path.join(tmpdir(), 'curfew-imp-'))
  chmodSync(base, 0o1777)
  onTestFinished(() => {
    asAnotherUser(`find ${base} -mindepth 1 -delete 2> /dev/null; true`)
    rmSync(base, { recursive: true, force: true })
  })
  return base
}

/** What comes of a worker that finds a supervisor published at that address. */
async function connectTo(address: string): Promise<unknown> {
  const directory = runDirectory()
  publish(directory, address)
  const connected = connectProcessHost({ run: path.basename(directory), runDirectory: directory, owner: 'worker' })
  const outcome = await connected.then(
    () => 'connected',
    (error: unknown) => error,
  )
  // Nothing is there that could end this run.
  rmSync(path.join(directory, 'supervisor'), { recursive: true })
  return outcome
}

const untrusted = (why: string): unknown =>
  expect.objectContaining({ code: 'CURFEW_UNTRUSTED_SUPERVISOR', message: expect.stringContaining(why) as unknown })

test('a worker sends nothing to a socket in a folder of another user', async () => {
  const base = sharedFolder()
  asAnotherUser(`mkdir ${base}/theirs && chmod 777 ${base}/theirs`)
  const address = path.join(base, 'theirs', '1.sock')
  const heard = await impersonate(address)
  expect(await connectTo(address)).toEqual(untrusted('theirs belongs to another user (uid 65534)'))
  expect(heard).toEqual([])
})

test('nor to one in a folder of ours that is open, is reached by a link, or lies where others could replace it', async () => {
  const base = sharedFolder()
  mkdirSync(path.join(base, 'open'))
  expect(await connectTo(path.join(base, 'open', '1.sock'))).toEqual(
    untrusted('open is open to other users (mode 0755)'),
  )
  mkdirSync(path.join(base, 'ours'), { mode: 0o700 })
  asAnotherUser(`ln -s ${base}/ours ${base}/link`)
  expect(await connectTo(path.join(base, 'link', '1.sock'))).toEqual(untrusted('link is a link'))
  chmodSync(base, 0o777)
  expect(await connectTo(path.join(base, 'ours', '1.sock'))).toEqual(untrusted('other users may rename what is in'))
})

test('the socket of a supervisor is where only this user and root can connect to it', async () => {
  const { directory, processHost, order } = await openRun()
  const { address } = JSON.parse(readFileSync(path.join(directory, 'supervisor', '1.ndjson'), 'utf8')) as {
    readonly address: string
  }
  const secret = 'of-the-environment'
  const handle = await processHost.spawn({
    ...order({ command: 'true' }),
    env: { PATH: '/usr/bin:/bin', SECRET: secret },
  })
  await handle.exited
  // Neither the name of the socket nor what it could say is to be had by them.
  expect(asAnotherUser(`ls ${path.dirname(address)} 2>&1; ls ${directory} 2>&1; true`)).toMatch(
    /Permission denied[^]*Permission denied/,
  )
  // Values of an environment are written nowhere.
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  expect(files.length).toBeGreaterThan(3)
  for (const file of files) expect(readFileSync(path.join(file.parentPath, file.name), 'utf8')).not.toContain(secret)
})

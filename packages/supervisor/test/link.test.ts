import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { acceptLinks, openLink, openPlainLink } from '../src/wire/link.ts'
import { isLiving } from './harness/living.ts'
import { fixture } from './harness/test-run.ts'

type Accept = Parameters<typeof acceptLinks>[0]

/** A server of links; the address that it listens at. */
async function serve(accept: Accept): Promise<string> {
  const directory = mkdtempSync(path.join(tmpdir(), 'curfew-link-'))
  const address = path.join(directory, 'socket')
  const server = createServer(acceptLinks(accept))
  onTestFinished(() => {
    server.close()
    rmSync(directory, { recursive: true })
  })
  await new Promise<void>((resolve) => {
    server.listen(address, resolve)
  })
  return address
}

/** With more than one read takes (64 KiB), and less than a socket holds, which a process that is killed has sent for sure. */
const sent = 22

/** How many messages of a process are read that is dead by the time the first one is answered. */
async function countLastWords(open: 'openLink' | 'openPlainLink'): Promise<number> {
  let pid = 0
  let received = 0
  const over = Promise.withResolvers<void>()
  const address = await serve((link) => {
    link.onMessage(() => {
      received += 1
      while (isLiving(pid)) {
        // What is written from now on is written to nobody.
      }
      link.write('received')
    })
    void link.closed.then(over.resolve)
  })
  const args = [fixture('last-words.mjs'), address, open, String(sent)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  pid = child.pid ?? 0
  await over.promise
  return received
}

test('all that a process sent before it was killed is read, although what is written to it fails', async () => {
  expect(await countLastWords('openLink')).toBe(sent)
})

test('of one socket for both ways, Node drops what is unread when such a write fails', async () => {
  expect(await countLastWords('openPlainLink')).toBeLessThan(sent)
})

test.for([
  ['two sockets', openLink],
  ['one socket', openPlainLink],
] as const)('a link of %s carries messages both ways in order, and ends on both sides', async ([, open]) => {
  const ends = Promise.withResolvers<void>()
  const address = await serve((link) => {
    link.onMessage((message) => link.write(`re: ${message}`))
    void link.closed.then(ends.resolve)
  })
  const link = await open(address)
  if (typeof link === 'string') throw new Error(link)
  const answers: string[] = []
  const all = new Promise<void>((resolve) => {
    link.onMessage((message) => {
      if (answers.push(message) === 3) resolve()
    })
  })
  for (const message of ['"a"', '"b"', '"c"']) link.write(message)
  await all
  expect(answers).toEqual(['re: "a"', 're: "b"', 're: "c"'])
  link.close()
  await Promise.all([ends.promise, link.closed])
})

test('where nobody listens there is no link', async () => {
  expect(await openLink(path.join(tmpdir(), 'curfew-nobody', '1.sock'))).toBe('ENOENT')
})

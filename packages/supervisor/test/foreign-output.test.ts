import { chmodSync, linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { asAnotherUser } from '@curfew/testing'
import { expect, onTestFinished, test } from 'vitest'
import { openRun, runDirectory, type TestRun } from './harness/test-run.ts'

/** Runs `echo` with its output in that folder; tells what was complained of. */
async function echoInto({ processHost, order }: TestRun, directory: string): Promise<readonly string[]> {
  const complaints: string[] = []
  const end = processHost.onComplaint((message) => complaints.push(message.replace(/^\S+: /, '')))
  const given = order({ command: 'echo', args: ['said'] })
  const handle = await processHost.spawn({ ...given, cwd: '/', log: { ...given.log, directory } })
  expect(await handle.exited).toMatchObject({ code: 0 })
  expect(await handle.gone).toMatchObject({ gone: true })
  end()
  return complaints
}

/** A folder where everybody may make something, and a file of ours that nobody else may write to. */
function shared(): { readonly base: string; readonly ours: string } {
  const base = runDirectory()
  chmodSync(base, 0o1777)
  const ours = path.join(base, 'ours')
  writeFileSync(ours, 'untouched\n', { mode: 0o600 })
  onTestFinished(() => {
    asAnotherUser(`find ${base} -mindepth 1 -delete 2>/dev/null; true`)
  })
  return { base, ours }
}

test('nothing is appended through a link that another user left at a name that they knew', async () => {
  const { base, ours } = shared()
  const directory = path.join(base, 'api')
  asAnotherUser(
    `cd ${base} && mkdir api && chmod 777 api && ln -s ${ours} api/stdout.log && ln -s ${ours} api/stderr.log`,
  )
  expect(await echoInto(await openRun(), directory)).toEqual([
    expect.stringMatching(/^its output is in no file: .*api belongs to another user \(uid 65534\)$/),
  ])
  expect(readFileSync(ours, 'utf8')).toBe('untouched\n')
})

test('nor through a link to a folder of ours, nor through links and second names in one of ours', async () => {
  const { base, ours } = shared()
  const run = await openRun()
  const lost = async (name: string): Promise<void> => {
    expect(await echoInto(run, path.join(base, name))).toContainEqual(
      expect.stringMatching(/^its output is in no file: /),
    )
    expect(readFileSync(ours, 'utf8')).toBe('untouched\n')
  }
  mkdirSync(path.join(base, 'mine'))
  asAnotherUser(`ln -s ${base}/mine ${base}/link`)
  await lost('link')
  expect(readdirSync(path.join(base, 'mine'))).toEqual([])
  mkdirSync(path.join(base, 'linked'))
  symlinkSync(ours, path.join(base, 'linked', 'stdout.log'))
  await lost('linked')
  mkdirSync(path.join(base, 'named'))
  linkSync(ours, path.join(base, 'named', 'stdout.log'))
  await lost('named')
})

test('where core found no place nothing is written, and it alone has said so', async () => {
  expect(await echoInto(await openRun(), '/dev/null/api')).toEqual([])
})

test('a folder of ours is written to, beside those of other users too', async () => {
  const { base } = shared()
  const directory = path.join(base, 'api')
  mkdirSync(directory, { mode: 0o700 })
  expect(await echoInto(await openRun(), directory)).toEqual([])
  await expect.poll(() => readFileSync(path.join(directory, 'stdout.log'), 'utf8')).toBe('said\n')
})

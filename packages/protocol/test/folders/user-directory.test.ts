import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { asAnotherUser, inProcesses } from '@curfew/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { userDirectory } from '../../src/folders/user-directory.ts'

const usual = `curfew-${process.getuid?.()}`
let base: string
const before = { TMPDIR: process.env['TMPDIR'], HOME: process.env['HOME'] }

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'curfew-user-'))
  // Like /tmp: everybody may make something, and nobody may touch what another one made.
  chmodSync(base, 0o1777)
  process.env['TMPDIR'] = base
})

afterEach(() => {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
  asAnotherUser(`find ${base} -mindepth 1 -delete 2>/dev/null; true`)
  rmSync(base, { recursive: true, force: true })
})

test('it is made for this user alone, the same each time', () => {
  const directory = userDirectory()
  expect(directory).toBe(join(base, usual))
  expect(lstatSync(directory)).toMatchObject({ uid: process.getuid?.() })
  expect(lstatSync(directory).mode & 0o777).toBe(0o700)
  expect(userDirectory()).toBe(directory)
})

test('one of ours that is open is closed', () => {
  mkdirSync(join(base, usual), { mode: 0o755 })
  expect(userDirectory()).toBe(join(base, usual))
  expect(lstatSync(join(base, usual)).mode & 0o777).toBe(0o700)
})

describe('where somebody else took its name, another one is used, the same for all', () => {
  const expectAnother = (): void => {
    const directory = userDirectory()
    expect(directory).toMatch(new RegExp(`^${base}/${usual}-\\w{6}$`))
    expect(lstatSync(directory)).toMatchObject({ uid: process.getuid?.() })
    expect(lstatSync(directory).mode & 0o777).toBe(0o700)
    expect(userDirectory()).toBe(directory)
  }

  test('with a folder of theirs, open to all', () => {
    asAnotherUser(`mkdir ${base}/${usual} && chmod 777 ${base}/${usual}`)
    expectAnother()
  })

  test('with a link to a folder of ours', () => {
    mkdirSync(join(base, 'mine'), { mode: 0o700 })
    asAnotherUser(`ln -s ${base}/mine ${base}/${usual}`)
    expectAnother()
    expect(lstatSync(join(base, usual)).isSymbolicLink()).toBe(true)
  })

  test('with a link to nowhere, and with a file', () => {
    asAnotherUser(`ln -s ${base}/made-through-the-link ${base}/${usual}`)
    expectAnother()
    expect(existsSync(join(base, 'made-through-the-link'))).toBe(false)
    asAnotherUser(`rm ${base}/${usual} && touch ${base}/${usual}`)
    expectAnother()
  })

  test('with folders of theirs under every name that we look for', () => {
    asAnotherUser(`cd ${base} && mkdir ${usual} ${usual}-AAAAAA && ln -s ${usual} ${usual}-BBBBBB`)
    expectAnother()
  })

  test('for processes that look for it at the same time', async () => {
    asAnotherUser(`mkdir ${base}/${usual}`)
    const found = await inProcesses(4, () => ({
      module: new URL('../../src/folders/user-directory.ts', import.meta.url).href,
      body: 'return module.userDirectory()',
    }))
    expect([...new Set(found)]).toEqual([userDirectory()])
  })
})

describe('a folder for temporary files is not used', () => {
  test('that others may rename in', () => {
    chmodSync(base, 0o777)
    expect(userDirectory()).toBe(`/tmp/${usual}`)
  })

  test('that is of another user, or below a folder of theirs', () => {
    asAnotherUser(`mkdir ${base}/theirs && chmod 1777 ${base}/theirs`)
    process.env['TMPDIR'] = join(base, 'theirs')
    expect(userDirectory()).toBe(`/tmp/${usual}`)
    mkdirSync(join(base, 'theirs', 'ours'))
    process.env['TMPDIR'] = join(base, 'theirs', 'ours')
    expect(userDirectory()).toBe(`/tmp/${usual}`)
  })

  test('by a link that they may let lead elsewhere', () => {
    mkdirSync(join(base, 'ours'))
    asAnotherUser(`ln -s ${base}/ours ${base}/link`)
    process.env['TMPDIR'] = join(base, 'link')
    expect(userDirectory()).toBe(join(base, 'ours', usual))
  })

  test('that cannot be made', () => {
    writeFileSync(join(base, 'file'), '')
    process.env['TMPDIR'] = join(base, 'file', 'below')
    expect(userDirectory()).toBe(`/tmp/${usual}`)
  })
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { localPath } from '../../src/location/local-path.ts'

const folder = mkdtempSync(join(tmpdir(), 'curfew-path-'))

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

test.for(['feature%2Flogin', '100% x', 'a%20b', 'job #7', 'what?', 'größe', 'with space'])(
  'the path of a file below "%s", as a path, as a URL and as Jest writes it',
  (name) => {
    const file = join(folder, name, 'a.test.ts')
    mkdirSync(join(folder, name), { recursive: true })
    writeFileSync(file, '')
    for (const written of [file, pathToFileURL(file).href, `file://${file}`]) expect(localPath(written)).toBe(file)
  },
)

test.for([
  ['file:///not/there/with%20space.ts', '/not/there/with space.ts'],
  ['file:///not/there/a%2Fb.ts', '/not/there/a%2Fb.ts'],
  ['file:///not/there/100%.ts', '/not/there/100%.ts'],
  ['file://elsewhere/share/a.ts', 'file://elsewhere/share/a.ts'],
  ['node:internal/a', 'node:internal/a'],
] as const)('%s, which is not there, is %s', ([file, path]) => {
  expect(localPath(file)).toBe(path)
})

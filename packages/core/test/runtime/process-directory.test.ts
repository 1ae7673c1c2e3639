import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { processDirectory } from '../../src/runtime/process-directory.ts'

test.for([
  [undefined, '/project'],
  ['.', '/project'],
  ['app/../data', '/project/data'],
  ['~backup', '/project/~backup'],
  ['/elsewhere', '/elsewhere'],
  [pathToFileURL('/with space/x'), '/with space/x'],
  ['file:///with%20space/x', '/with space/x'],
] as const)('%s is %s', ([cwd, directory]) => {
  expect(processDirectory(cwd, '/project', 'api')).toBe(directory)
})

test.for([
  ['~', /^Service "api": cwd has a "~".*path\.join\(os\.homedir\(\)/],
  ['~/x', /^Service "api": cwd has a "~"/],
  ['', /^Service "api": cwd has to be a path or a file: URL; it is ""\.$/],
  [3, /it is 3\.$/],
  [null, /it is null\.$/],
  [new URL('https://example.test/'), /cwd has to be a path or a file: URL \(.*\); it is https:\/\/example\.test\/\.$/],
] as const)('%s is refused', ([cwd, message]) => {
  expect(() => processDirectory(cwd, '/project', 'api')).toThrow(message)
})

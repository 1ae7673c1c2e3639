import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { installation } from '@curfew/testing'
import { expect, test } from 'vitest'

const packagesDir = path.resolve(import.meta.dirname, '../../..')
const packages = ['protocol', 'core', 'supervisor', 'vitest', 'jest']

/** Every public entry: `@curfew/vitest/plugin`. */
function specifiersOf(name: string): readonly string[] {
  const manifest = readFileSync(path.join(packagesDir, name, 'package.json'), 'utf8')
  const { exports } = JSON.parse(manifest) as { readonly exports: Readonly<Record<string, unknown>> }
  return Object.keys(exports)
    .filter((entry) => !entry.includes('*') && !entry.endsWith('.json'))
    .map((entry) => path.posix.join('@curfew', name, entry))
}

test('every public entry is found by TypeScript 5.9 with the moduleResolution "node", which knows no exports', async () => {
  const typescript = path.join(packagesDir, 'testing/node_modules/typescript5')
  const modules = path.join(packagesDir, 'vitest/node_modules')
  const parent = installation({
    packagesDir,
    packages,
    others: { vitest: path.join(modules, 'vitest') },
    mode: 'copied',
  })
  const dir = mkdtempSync(path.join(parent, 'project-'))
  const specifiers = packages.flatMap(specifiersOf)
  expect(specifiers).toEqual(expect.arrayContaining(['@curfew/core', '@curfew/vitest/plugin', '@curfew/jest/reporter']))
  const imports = specifiers.map(
    (specifier, index) => `import * as entry${index} from '${specifier}'; void entry${index}`,
  )
  // What is found, and is `any`, would pass as well.
  const use = `import { test } from '@curfew/vitest'\n// @ts-expect-error it is a function\nexport const wrong: number = test.extend`
  writeFileSync(path.join(dir, 'entries.ts'), [...imports, use].join('\n'))
  const flags = ['--module', 'esnext', '--moduleResolution', 'node', '--target', 'es2022', '--skipLibCheck']
  const args = [path.join(typescript, 'bin/tsc'), '--noEmit', '--strict', ...flags, 'entries.ts']
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { cwd: dir }, (_, stdout, stderr) => resolve(stdout + stderr))
  })
  expect(output).toBe('')
})

// Somebody else's provider of nodes, written against the packed packages, keeps the contract of providers: in network namespaces
// where this user may make some, and always with its own host driver at addresses of this machine.
import { execFile, execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { packAll } from './pack.mjs'

const run = promisify(execFile)
const project = realpathSync(mkdtempSync(path.join(tmpdir(), 'curfew-own-provider-test-')))

beforeAll(async () => {
  const packages = await packAll(path.join(project, 'tarballs'), ['protocol', 'core', 'supervisor'])
  for (const { name, dir, manifest, tarball } of packages) {
    const target = path.join(project, 'node_modules', '@curfew', name)
    mkdirSync(target, { recursive: true })
    await run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'])
    for (const dependency of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
      const folder = path.join(dir, 'node_modules', dependency)
      // What is optional and of another platform is not there.
      if (!dependency.startsWith('@curfew/') && existsSync(folder)) link(dependency, realpathSync(folder))
    }
  }
  cpSync(path.join(import.meta.dirname, 'own-provider'), project, { recursive: true })
})

afterAll(() => {
  rmSync(project, { recursive: true, force: true })
})

test('nodes at addresses of this machine, whose processes a host driver of its own runs', () => keepsContract(false))

test.runIf(mayMakeNamespaces())('nodes in network namespaces of their own', () => keepsContract(true))

async function keepsContract(isolated: boolean): Promise<void> {
  const env = { ...process.env, PROVIDER_OPTIONS: JSON.stringify({ isolated, folder: path.join(project, 'nodes') }) }
  const ran = await run(process.execPath, ['--test-reporter=tap', 'contract.mjs'], { cwd: project, env }).then(
    ({ stdout }) => ({ passed: true, output: stdout }),
    (error: { stdout: string; stderr: string }) => ({ passed: false, output: `${error.stdout}\n${error.stderr}` }),
  )
  removeNetworks()
  expect(ran.passed, ran.output).toBe(true)
  expect(Number(/^# pass (\d+)$/m.exec(ran.output)?.[1])).toBeGreaterThanOrEqual(21)
  expect(ran.output).toMatch(/^# skipped 0$/m)
}

/** That of the owner which was killed is left: nothing but its services is ended for it. */
function removeNetworks(): void {
  const folder = path.join(project, 'nodes')
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (!name.startsWith('cfp')) continue
    // The interfaces go with the namespace that one end of them is in.
    execFileSync('ip', ['netns', 'del', name])
    rmSync(path.join(folder, name), { recursive: true })
  }
}

function mayMakeNamespaces(): boolean {
  const name = `cfp-probe-${process.pid}`
  try {
    execFileSync('ip', ['netns', 'add', name], { stdio: 'ignore' })
    execFileSync('ip', ['netns', 'del', name], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function link(dependency: string, folder: string): void {
  const target = path.join(project, 'node_modules', dependency)
  if (existsSync(target)) return
  mkdirSync(path.dirname(target), { recursive: true })
  symlinkSync(folder, target)
}

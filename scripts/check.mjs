// All checks of `npm test`: static ones side by side, tests one suite at a time so that nothing disturbs their clocks.
// Each step is one line; a failing one is followed by its whole output. The last line is what CI reads.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { countTests } from './check/count-tests.mjs'
import { reportTo } from './check/report-to.mjs'
import { runSteps } from './check/run-steps.mjs'
import { repositoryDir } from './toolchain.mjs'
import { packagesIn } from './workspace.mjs'

const reportDir = path.join(repositoryDir, 'node_modules', '.reports')
rmSync(reportDir, { recursive: true, force: true })
mkdirSync(reportDir, { recursive: true })

const examples = packagesIn('examples').filter(({ manifest }) => manifest.scripts?.test !== undefined)

const results = await runSteps([
  { name: 'build', command: ['pnpm', 'run', 'build'] },
  { name: 'format', command: ['pnpm', 'run', 'format:check'] },
  { name: 'lint', command: ['pnpm', 'run', 'lint'] },
  { name: 'types', command: ['pnpm', 'run', 'typecheck'] },
  { name: 'knip', command: ['pnpm', 'run', 'knip', '--no-config-hints'] },
  { name: 'api', command: ['pnpm', 'run', 'api'], needs: ['build'] },
  { name: 'package', command: ['pnpm', 'run', 'package:check'], needs: ['build'] },
  { name: 'tarballs', command: ['pnpm', 'run', 'tarball:check'], needs: ['build'] },
  { name: 'readme', command: ['pnpm', 'run', 'readme:check'], needs: ['build'] },
  testStep('unit', ['pnpm', 'run', 'test:unit']),
  testStep('e2e', ['pnpm', 'run', 'test:e2e']),
  testStep('docs', ['pnpm', '--filter', './docs', 'run', 'test']),
  testStep('docs jest', ['pnpm', '--filter', './docs', 'run', 'test:jest'], 'jest'),
  { name: 'faults', command: ['node', 'faults/src/main.ts', '--fast'], needs: ['build'], alone: true },
  ...examples.map(({ name, manifest }) => exampleStep(name, manifest)),
])

const failedSteps = results.filter(({ ok }) => !ok)
if (failedSteps.length > 0) console.log(`\nFailed: ${failedSteps.map(({ name }) => name).join(', ')}`)

const { passed, failed } = countTests(results.filter(({ report }) => report).map(readReport))
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failedSteps.length > 0 || failed > 0 ? 1 : 0

function testStep(name, command, runner = 'vitest') {
  const report = path.join(reportDir, `${name.replaceAll(' ', '-')}.json`)
  return { name, command: [...command, ...reportTo(report, runner)], needs: ['build'], alone: true, report }
}

/** An example whose suite fails on purpose has a script that judges it. */
function exampleStep(name, { scripts, devDependencies }) {
  const run = ['pnpm', '--filter', `./examples/${name}`, 'run']
  if (scripts.demo === undefined) {
    return testStep(`example ${name}`, [...run, 'test'], devDependencies.jest === undefined ? 'vitest' : 'jest')
  }
  return { name: `example ${name}`, command: [...run, 'demo'], needs: ['build'], alone: true }
}

/** The report of a suite; one that was not run, or crashed before it could write it, has none. */
function readReport({ report, ran, ok }) {
  const testResults = ran && existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')).testResults : []
  return { testResults, ok: ok || !ran }
}

// Checks the types of sources, tests, type tests, examples and configuration, and that a wrong type test is found.
import { spawn } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { repositoryDir } from './toolchain.mjs'
import { packagesIn } from './workspace.mjs'

const canaryFile = 'scripts/typecheck/wrong.test-d.ts'
const examples = packagesIn('examples').filter(
  ({ dir }) => globSync('**/*.ts', { cwd: dir, exclude: ['node_modules'] }).length > 0,
)
const projects = [
  'tsconfig.src.json',
  'tsconfig.test.json',
  'tsconfig.json',
  'docs/tsconfig.json',
  ...examples.map(({ name }) => `examples/${name}/tsconfig.json`),
]

let failed = false
for (const results of await inPairs(projects, async (project) => ({ project, ...(await tsc(project)) }))) {
  const { project, status, errors, files } = results
  if (status !== 0) fail(`${errors.join('\n')}\n${project}: ${errors.length} errors`)
  if (project === 'tsconfig.test.json') checkTypeTestsAreRead(files)
}
await checkCanary()
process.exit(failed ? 1 : 0)

/** A type test that belongs to no program is never checked, and so always green. */
function checkTypeTestsAreRead(files) {
  for (const file of globSync('packages/*/test/types/**/*.ts', { cwd: repositoryDir })) {
    if (!file.endsWith('.test-d.ts')) continue
    if (!files.includes(path.join(repositoryDir, file)))
      fail(`${file}: not part of tsconfig.test.json, so never checked`)
  }
}

/** Every line of the wrong type test that ends in `// wrong` must be an error, and no other line. */
async function checkCanary() {
  const { errors } = await tsc('scripts/typecheck/tsconfig.json')
  const lines = readFileSync(path.join(repositoryDir, canaryFile), 'utf8').split('\n')
  const expected = lines.flatMap((line, index) => (line.endsWith('// wrong') ? [index + 1] : []))
  const found = errors.filter((line) => !line.startsWith(' ')).map((line) => Number(/\((\d+),/.exec(line)?.[1]))
  const same = expected.length > 0 && expected.join() === [...new Set(found)].join()
  if (!same)
    fail(`${canaryFile}: errors expected on lines ${expected.join(', ')}\n${errors.join('\n') || 'none found'}`)
}

function fail(message) {
  failed = true
  console.error(message)
}

function tsc(project) {
  return new Promise((resolve, reject) => {
    const child = spawn('tsc', ['-p', project, '--noEmit', '--pretty', 'false', '--listFiles'], { cwd: repositoryDir })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
    child.on('error', reject)
    child.on('close', (status) => {
      const lines = output.split('\n').filter((line) => line !== '')
      const files = lines.filter((line) => path.isAbsolute(line))
      resolve({ status, files, errors: lines.filter((line) => !path.isAbsolute(line)) })
    })
  })
}

async function inPairs(items, work) {
  const results = []
  for (let index = 0; index < items.length; index += 2) {
    results.push(...(await Promise.all(items.slice(index, index + 2).map(work))))
  }
  return results
}

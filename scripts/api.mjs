// The public types of each entry, flattened from the built declarations, against packages/*/api/<entry>.d.ts.snap.
// The check never writes: `pnpm api:update` does, and the change is then reviewed with the code that made it.
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'tsdown'
import { flatText } from './api/flat-text.mjs'
import { repositoryDir } from './toolchain.mjs'
import { publicPackages } from './workspace.mjs'

const update = process.argv.includes('--update')
const outDir = mkdtempSync(path.join(tmpdir(), 'curfew-api-'))
const problems = []
try {
  for (const { dir, name, manifest } of publicPackages()) {
    const snapshotDir = path.join(dir, 'api')
    const entries = typedEntries(manifest)
    for (const { entry, file } of entries) {
      const declarations = path.join(dir, file)
      if (!existsSync(declarations)) {
        problems.push(`packages/${name}: ${file} is not built (run: pnpm build)`)
        continue
      }
      compare(path.join(snapshotDir, `${entry}.d.ts.snap`), await publicTypes(dir, declarations))
    }
    for (const snapshot of globSync('*.snap', { cwd: snapshotDir })) {
      if (!entries.some(({ entry }) => `${entry}.d.ts.snap` === snapshot)) dropStale(path.join(snapshotDir, snapshot))
    }
  }
} finally {
  rmSync(outDir, { recursive: true, force: true })
}
if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exitCode = 1
}

/** Entries of `exports` that have types; those of the `import` condition stand for both formats. */
function typedEntries(manifest) {
  return Object.entries(manifest.exports).flatMap(([entry, target]) => {
    const file = target?.import?.types ?? target?.types
    return file === undefined ? [] : [{ entry: entry === '.' ? 'index' : entry.slice(2).replaceAll('/', '-'), file }]
  })
}

async function publicTypes(dir, declarations) {
  await build({
    config: false,
    cwd: dir,
    entry: { api: declarations },
    format: 'esm',
    platform: 'node',
    outDir,
    clean: false,
    dts: { dtsInput: true, emitDtsOnly: true, generator: 'oxc', sourcemap: false },
    tsconfig: path.join(repositoryDir, 'tsconfig.build.json'),
    logLevel: 'error',
  })
  const built = globSync('api.d.*ts', { cwd: outDir })
  if (built.length !== 1) throw new Error(`One flattened file expected for ${declarations}, found: ${built.join(', ')}`)
  const text = readFileSync(path.join(outDir, built[0]), 'utf8')
  for (const file of globSync('*', { cwd: outDir })) rmSync(path.join(outDir, file))
  return flatText(text)
}

function compare(snapshotFile, current) {
  const shown = path.relative(repositoryDir, snapshotFile)
  const recorded = existsSync(snapshotFile) ? readFileSync(snapshotFile, 'utf8') : undefined
  if (recorded === current) return
  if (update) {
    mkdirSync(path.dirname(snapshotFile), { recursive: true })
    writeFileSync(snapshotFile, current)
    console.log(`${shown}: written`)
  } else if (recorded === undefined) {
    problems.push(`${shown}: missing (run: pnpm build && pnpm api:update)`)
  } else {
    problems.push(
      `${shown}: public types changed (if meant: pnpm build && pnpm api:update)\n${difference(recorded, current)}`,
    )
  }
}

function dropStale(snapshotFile) {
  const shown = path.relative(repositoryDir, snapshotFile)
  if (!update) {
    problems.push(`${shown}: no such entry in package.json (run: pnpm api:update)`)
    return
  }
  rmSync(snapshotFile)
  console.log(`${shown}: removed`)
}

/** Lines that are only in one of the two, in their order; enough to see what moved without a diff program. */
function difference(recorded, current) {
  const only = (lines, others, mark) =>
    lines.filter((line) => !others.includes(line)).map((line) => `  ${mark} ${line}`)
  const [before, after] = [recorded.split('\n'), current.split('\n')]
  const lines = [...only(before, after, '-'), ...only(after, before, '+')]
  return lines.length > 0 ? lines.join('\n') : '  (same lines in another order)'
}

// Lint rule `curfew/boundaries`: which package may import what. This table is the architecture; see ARCHITECTURE.md.
// It sees dynamic imports and `require` too, which `no-restricted-imports` does not.
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const repositoryDir = path.resolve(fileURLToPath(new URL('../..', import.meta.url)))

// Packages of ours that the sources (`src`) of a package may import; arrows point one way: vitest and jest → core → supervisor → protocol.
const sourcesMayImport = {
  protocol: [],
  supervisor: ['protocol'],
  core: ['supervisor', 'protocol'],
  vitest: ['core', 'supervisor', 'protocol'],
  jest: ['core', 'supervisor', 'protocol'],
  testing: ['core', 'protocol'],
}

// Stages of core: the folders below its `src`, and what each of them may import from the others besides types. No two import each other.
export const coreStages = {
  location: [],
  graph: [],
  logging: [],
  journal: [],
  'in-thread': [],
  errors: ['location', 'logging'],
  options: ['errors'],
  readiness: ['errors', 'options'],
  run: ['errors', 'location'],
  lifecycle: ['errors', 'location', 'logging', 'readiness'],
  runtime: ['errors', 'lifecycle', 'location', 'options'],
  list: ['errors', 'options'],
  service: ['errors', 'lifecycle', 'list', 'location', 'options', 'runtime'],
  places: ['errors', 'lifecycle', 'list', 'options', 'runtime', 'service'],
  catalog: ['errors', 'graph', 'location', 'options'],
  scope: ['catalog', 'errors', 'graph', 'lifecycle', 'list', 'location', 'options', 'places', 'run', 'runtime'],
  engine: ['errors', 'journal', 'lifecycle', 'location', 'logging', 'places', 'run', 'runtime', 'scope'],
  runner: ['errors', 'location', 'logging', 'options', 'places', 'run'],
  // A suite that others run, with programs of its own.
  'provider-contract': ['install.ts', 'places', 'readiness', 'scope', 'service'],
}

// Files of no stage, by which the stages of all copies of core find each other: every stage may import them.
const coreSeams = ['as-registered.ts', 'engine-access.ts', 'place.ts', 'protocol.ts', 'service-view.ts']

// Tests may use the same, and the testing tools.
const testsMayImport = Object.fromEntries(
  Object.entries(sourcesMayImport).map(([name, below]) => [name, [...below, 'testing']]),
)

const examplesMayImport = [
  '@curfew/core',
  '@curfew/core/thread',
  '@curfew/vitest',
  '@curfew/vitest/plugin',
  '@curfew/vitest/reporter',
  '@curfew/jest',
]

const forbiddenInSources = [
  {
    packages: ['protocol', 'core'],
    specifier: /^(node:)?(child_process|cluster)$/,
    reason: 'only the supervisor spawns: ask the process host',
  },
  {
    packages: ['protocol', 'supervisor', 'core'],
    specifier: /^(@?vitest|@?jest|node:test)(\/|$)/,
    reason: 'nothing below a runner package knows a test runner',
  },
]

/**
 * Why `specifier` may not be imported from `file` (relative to the repository), or undefined where it may.
 *
 * @param {boolean} isTypeOnly - Whether nothing is imported but types
 */
export function boundaryError(file, specifier, isTypeOnly = false) {
  const [top, name, area] = file.split('/')
  if (specifier.startsWith('.'))
    return relativeError(file, specifier) ?? (isTypeOnly ? undefined : stageError(file, specifier))
  if (top === 'packages' && area === 'src') return sourceError(name, specifier)
  const ours = packageOf(specifier)
  if (ours === undefined) return undefined
  if (isPrivatePath(specifier)) return `${specifier} is not a public entry`
  if (top === 'packages' && ours !== name && !(testsMayImport[name] ?? []).includes(ours)) {
    return `tests of ${name} may not import @curfew/${ours}`
  }
  if (top === 'examples' && !examplesMayImport.includes(specifier))
    return `examples import ${examplesMayImport.join(', ')} only`
  return undefined
}

function sourceError(name, specifier) {
  const forbidden = forbiddenInSources.find((rule) => rule.packages.includes(name) && rule.specifier.test(specifier))
  if (forbidden) return forbidden.reason
  const ours = packageOf(specifier)
  if (ours === undefined) return undefined
  if (isPrivatePath(specifier)) return `${specifier} is not a public entry`
  return (sourcesMayImport[name] ?? []).includes(ours)
    ? undefined
    : `${name} may not import @curfew/${ours}: arrows point one way`
}

function relativeError(file, specifier) {
  const depth = /^(packages|examples)\//.test(file) ? 2 : 1
  const home = file.split('/').slice(0, depth).join('/')
  const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier))
  const [, , area] = file.split('/')
  if (depth === 2 && area === 'src' && !target.startsWith(`${home}/src/`) && target !== `${home}/package.json`) {
    return `sources import only sources of their own package (and its package.json)`
  }
  const isConfiguration = /^packages\/[^/]+\/[^/]+\.config\.ts$/.test(file)
  if (depth === 2 && !isConfiguration && !target.startsWith(`${home}/`)) return 'no relative path out of a package'
  return undefined
}

function stageError(file, specifier) {
  const stage = coreStage(file)
  const target = coreStage(path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier)))
  if (stage === undefined || target === undefined || stage === target) return undefined
  // Entries and seams are of no stage; their circles are refused by `import/no-cycle`.
  if (stage.endsWith('.ts')) return undefined
  const allowed = coreStages[stage]
  if (allowed === undefined) return `${stage} is no stage of core: add it to the table in scripts/lint/boundaries.mjs`
  if (coreSeams.includes(target) || allowed.includes(target)) return undefined
  if (target.endsWith('.ts')) return `stage ${stage} of core may not import ${target}`
  return allowed.includes(target)
    ? undefined
    : `stage ${stage} of core may not import ${target} (types may be imported)`
}

/** The folder of core's sources that a file is in, or its name where it is in none. */
const coreStage = (file) => /^packages\/core\/src\/([^/]+)/.exec(file)?.[1]

const packageOf = (specifier) => /^@curfew\/([^/]+)/.exec(specifier)?.[1]
const isPrivatePath = (specifier) => /^@curfew\/[^/]+\/(src|dist|internal|test)(\/|$)/.test(specifier)

function importsTypesOnly(node, kind) {
  return node[kind] === 'type' || (node.specifiers.length > 0 && node.specifiers.every((each) => each[kind] === 'type'))
}

const boundaries = {
  create(context) {
    const file = path.relative(repositoryDir, context.filename).split(path.sep).join('/')
    const check = (source, isTypeOnly = false) => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return
      const message = boundaryError(file, source.value, isTypeOnly)
      if (message) context.report({ node: source, message })
    }
    return {
      ImportDeclaration: (node) => check(node.source, importsTypesOnly(node, 'importKind')),
      ExportNamedDeclaration: (node) => check(node.source, importsTypesOnly(node, 'exportKind')),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSImportType: (node) => check(node.source ?? node.argument?.literal, true),
      CallExpression: (node) => {
        const called = node.callee.type === 'MemberExpression' ? node.callee.property : node.callee
        if (['require', 'resolve', 'createRequire'].includes(called.name)) check(node.arguments[0])
      },
    }
  },
}

export default { meta: { name: 'curfew' }, rules: { boundaries } }

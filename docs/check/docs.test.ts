import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import path from 'node:path'
import GithubSlugger from 'github-slugger'
import type { Definition, Heading, Link, Table } from 'mdast'
import { toString } from 'mdast-util-to-string'
import { describe, expect, test } from 'vitest'
import { curfewErrorCodes } from '../../packages/protocol/src/errors/codes.ts'
import { defaultLimits } from '../../packages/protocol/src/limits.ts'
import { docsDir, fencesOf, nodesOf, parsePage, sampleText } from './fences.mjs'

const repositoryDir = path.join(docsDir, '..')
const excluded = ['**/node_modules/**', '**/dist/**', '**/.curfew/**', '.toolchain*/**', '.changeset/**']
const pages = globSync('**/*.md', { cwd: repositoryDir, exclude: excluded })
const read = (file: string): string => readFileSync(path.join(repositoryDir, file), 'utf8')

describe.each(pages)('%s', (page) => {
  const markdown = read(page)
  const tree = parsePage(markdown)

  test('shows code that is in docs/samples, where it is type-checked and run', () => {
    for (const { lang, code, file, region, position } of fencesOf(markdown)) {
      if (file !== undefined) expect(code, `${page}:${position.start.line}`).toBe(sampleText(file, region))
      else if (page.startsWith('docs/'))
        expect(['ts', 'js'], `${page}:${position.start.line} names no file`).not.toContain(lang)
    }
  })

  test('has links that lead somewhere', () => {
    const links: readonly (Link | Definition)[] = [...nodesOf(tree, 'link'), ...nodesOf(tree, 'definition')]
    for (const { url, position } of links) {
      if (/^[a-z]+:/.test(url)) continue
      const [target = '', anchor] = url.split('#')
      const file = target === '' ? page : path.join(path.dirname(page), target)
      const at = `${page}:${position?.start.line} → ${url}`
      expect(existsSync(path.join(repositoryDir, file)), at).toBe(true)
      if (anchor === undefined) continue
      expect(statSync(path.join(repositoryDir, file)).isFile(), at).toBe(true)
      expect(anchorsOf(file), at).toContain(anchor)
    }
  })
})

test('every page of the documentation is reached from its index', () => {
  const seen = new Set(['docs/README.md'])
  for (const page of seen) {
    const links: readonly Link[] = nodesOf(parsePage(read(page)), 'link')
    for (const { url } of links) {
      const target = path.join(path.dirname(page), url.split('#')[0] ?? '')
      if (pages.includes(target)) seen.add(target)
    }
  }
  expect(pages.filter((page) => page.startsWith('docs/') && !seen.has(page))).toEqual([])
})

test('docs/errors.md has each error code of the sources, once, with the name of its class', () => {
  const listed = nodesOf(parsePage(read('docs/errors.md')), 'heading')
    .filter(({ depth }: Heading) => depth === 3)
    .map((heading: Heading) => toString(heading))
  expect(listed.toSorted()).toEqual([...errorCodes()].toSorted())
  // One class for each code of the union, and no code without a class.
  const codes = [...errorCodes()].map((each) => each.replace(/ .*/, ''))
  expect(codes.toSorted()).toEqual([...curfewErrorCodes].toSorted())
})

test('docs/guide/lifecycle.md has the limits and their defaults', () => {
  const rows = rowsOf('docs/guide/lifecycle.md', 'Limit')
  const told = rows.map(([name = '', ms = '']) => [name, Number(ms.replaceAll(',', ''))])
  expect(Object.fromEntries(told)).toEqual(defaultLimits)
  expect(told.map(([name]) => name)).toEqual(Object.keys(defaultLimits))
})

test.each([
  ['docs/start/vitest.md', 'core/src/runner/options.ts', 'WorkerOptions'],
  ['docs/start/vitest.md', 'core/src/runner/options.ts', 'RunOptions'],
  ['docs/start/jest.md', 'core/src/runner/options.ts', 'WorkerOptions'],
  ['docs/start/jest.md', 'core/src/runner/options.ts', 'RunOptions'],
  ['docs/start/jest.md', 'jest/src/reporter.ts', 'CurfewReporterOptions'],
  ['docs/start/jest.md', 'jest/src/context-types.ts', 'CurfewTest'],
  ['docs/guide/scopes.md', 'core/src/runner/test-scope.ts', 'TestScope'],
  ['docs/guide/services.md', 'core/src/service/options.ts', 'ServiceOptions'],
  ['docs/guide/services.md', 'core/src/service/process-definition.ts', 'ProcessOptions'],
  ['docs/guide/services.md', 'core/src/service/thread-definition.ts', 'ThreadOptions'],
  ['docs/guide/services.md', 'core/src/service/task-definition.ts', 'TaskOptions'],
  ['docs/guide/services.md', 'core/src/service/task-definition.ts', 'TaskContext'],
  ['docs/guide/services.md', 'core/src/service/thread-module.ts', 'ThreadContext'],
  ['docs/guide/readiness.md', 'core/src/readiness/http.ts', 'HttpOptions'],
  ['docs/guide/readiness.md', 'core/src/readiness/log-line.ts', 'LogLineOptions'],
  ['docs/guide/lists.md', 'core/src/list/service-list.ts', 'ServiceList'],
  ['docs/guide/lists.md', 'core/src/scope/gradual-stop.ts', 'GradualStopOptions'],
  ['docs/guide/lifecycle.md', 'core/src/lifecycle/outcome.ts', 'Outcome'],
  ['docs/guide/logging.md', 'protocol/src/record.ts', 'LogFields'],
])('%s has every member of %s %s', (page, source, type) => {
  const code = new Set(nodesOf(parsePage(read(page)), 'inlineCode').map(({ value }: { value: string }) => value))
  const said = [...code].flatMap((value) => value.match(/\w+/g) ?? [])
  for (const member of membersOf(`packages/${source}`, type)) expect(said, `${type}.${member}`).toContain(member)
})

test('docs/contract.md numbers its cases without a gap, and titles of tests cite no other number', () => {
  const numbers = [...read('docs/contract.md').matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number))
  expect(numbers).toEqual(numbers.map((_, index) => index + 1))
  const files = globSync(['packages/*/test/**/*.ts', 'packages/testing/src/**/*.ts'], {
    cwd: repositoryDir,
    exclude: excluded,
  })
  const cited = files.flatMap((file) =>
    [...read(file).matchAll(/\b(?:cases?|contract) (\d[\d, and]*)/g)].flatMap(([, list = '']) =>
      (list.match(/\d+/g) ?? []).map((number) => [file, Number(number)] as const),
    ),
  )
  expect(cited.length).toBeGreaterThan(100)
  expect(cited.filter(([, number]) => !numbers.includes(number))).toEqual([])
})

test('samples and examples are TypeScript that Node, and any tool that only strips types, can run', () => {
  const code = globSync(['docs/samples/**/*.ts', 'examples/**/*.ts'], { cwd: repositoryDir, exclude: excluded })
  expect(code.length).toBeGreaterThan(20)
  // It refuses what `erasableSyntaxOnly` refuses: parameter properties, enums, namespaces.
  const refused = code.flatMap((file) => {
    try {
      stripTypeScriptTypes(read(file))
      return []
    } catch (error) {
      return [`${file}: ${(error as Error).message}`]
    }
  })
  expect(refused).toEqual([])
})

function anchorsOf(file: string): string[] {
  const slugger = new GithubSlugger()
  return nodesOf(parsePage(read(file)), 'heading').map((heading: Heading) => slugger.slug(toString(heading)))
}

function rowsOf(page: string, firstColumn: string): string[][] {
  const tables: readonly Table[] = nodesOf(parsePage(read(page)), 'table')
  const [head, ...rows] =
    tables.find(({ children }) => toString(children[0]?.children[0]) === firstColumn)?.children ?? []
  expect(head, `${page} has no table with the column ${firstColumn}`).toBeDefined()
  return rows.map(({ children }) => children.map((cell) => toString(cell)))
}

/** `CURFEW_CRASHED · ServiceCrashedError`, from the sources of all packages. */
function errorCodes(): Set<string> {
  const found = new Set<string>()
  for (const file of globSync('packages/*/src/**/*.ts', { cwd: repositoryDir })) {
    for (const [, name, body = ''] of read(file).matchAll(/^export class (\w+Error) extends \w+ \{\n([^]*?)^\}/gm)) {
      const code = /readonly code = '(\w+)'/.exec(body)?.[1]
      if (code !== undefined) found.add(`${code} · ${name}`)
    }
  }
  expect(found.size).toBeGreaterThan(40)
  return found
}

/** Public members of an interface or class, as they stand in its source. */
function membersOf(file: string, type: string): string[] {
  const [, body = ''] =
    new RegExp(`^export (?:interface|class) ${type}\\b[^]*?\\{\\n([^]*?)^\\}`, 'm').exec(read(file)) ?? []
  const members = [...body.matchAll(/^ {2}(?:readonly |get )?(\w+)\??(?:<[^(]*>)?[(:]/gm)].map(([, name = '']) => name)
  expect(members.length, `${type} in ${file}`).toBeGreaterThan(0)
  return [...new Set(members)].filter((name) => name !== 'constructor')
}

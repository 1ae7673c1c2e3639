// The code blocks of the documentation: which file of docs/samples each one shows, and what that file says.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmTable } from 'micromark-extension-gfm-table'

export const docsDir = path.resolve(import.meta.dirname, '..')

/** The tree of a page. */
export function parsePage(markdown) {
  return fromMarkdown(markdown, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] })
}

/** All nodes of a tree of one type, in order. */
export function nodesOf(tree, type) {
  return [...(tree.type === type ? [tree] : []), ...(tree.children ?? []).flatMap((child) => nodesOf(child, type))]
}

/** The code blocks of a page, with the sample that each names: ```` ```ts file=samples/test/first.test.ts#region ````. */
export function fencesOf(markdown) {
  return nodesOf(parsePage(markdown), 'code').map((node) => {
    const [, file, region] = /(?:^|\s)file=([^#\s]+)(?:#(\S+))?/.exec(node.meta ?? '') ?? []
    return { lang: node.lang, code: node.value, position: node.position, file, region }
  })
}

/** What a file, or a region of it (`// #region name` to `// #endregion name`), says; without markers and common indent. */
export function sampleText(file, region) {
  const text = readFileSync(path.join(docsDir, file), 'utf8').trimEnd()
  const marker = /^\s*\/\/ #(end)?region( |$)/
  let lines = text.split('\n')
  if (region !== undefined) {
    const from = lines.findIndex((line) => line.trim() === `// #region ${region}`)
    const to = lines.findIndex((line) => line.trim() === `// #endregion ${region}`)
    if (from < 0 || to < from) throw new Error(`${file}: there is no region "${region}"`)
    lines = lines.slice(from + 1, to)
  }
  lines = lines.filter((line) => !marker.test(line))
  const indent = Math.min(...lines.filter((line) => line !== '').map((line) => line.search(/\S/)))
  return lines
    .map((line) => line.slice(indent))
    .join('\n')
    .trim()
}

// `./dev pnpm --filter ./docs run samples`: writes the code of docs/samples into the pages that show it.
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { docsDir, fencesOf, sampleText } from './fences.mjs'

for (const page of globSync('**/*.md', { cwd: docsDir, exclude: ['**/node_modules/**'] })) {
  const file = path.join(docsDir, page)
  const before = readFileSync(file, 'utf8')
  let after = before
  // From the last one on, so that the positions before it stay true.
  for (const fence of fencesOf(before).toReversed()) {
    if (fence.file === undefined) continue
    const { start, end } = fence.position
    const [opening = ''] = before.slice(start.offset, end.offset).split('\n')
    const block = `${opening}\n${sampleText(fence.file, fence.region)}\n\`\`\``
    after = after.slice(0, start.offset) + block + after.slice(end.offset)
  }
  if (after !== before) {
    writeFileSync(file, after)
    console.log(`filled ${page}`)
  }
}

import { expect, test } from 'vitest'
import { flatText } from './flat-text.mjs'

test('comments and empty lines go, strings that look like comments stay', () => {
  const text = `//#region src/a.d.ts
/** It's one "quote". */
interface A { // why

  readonly url: 'http://x' | "/* no */" | \`//\${string}\`
}
//#endregion
export { type A };
`
  expect(flatText(text)).toBe(`interface A {
  readonly url: 'http://x' | "/* no */" | \`//\${string}\`
}
export { type A };
`)
})

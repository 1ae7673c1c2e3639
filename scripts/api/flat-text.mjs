// What of a flattened declaration file is the public contract: no comments, no empty lines, no region markers.

/** Strings and template types are kept as they are, comments go, even where they hold quotes. */
const token = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g

export function flatText(declarations) {
  const withoutComments = declarations.replace(token, (text) => (text.startsWith('/') ? '' : text))
  const lines = withoutComments.split('\n').map((line) => line.trimEnd())
  return `${lines.filter((line) => line !== '').join('\n')}\n`
}

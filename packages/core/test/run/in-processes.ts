import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** A module of ours (a `file:` URL) and code that uses it as `module` and returns what can be JSON. */
export interface ProcessBody {
  readonly module: string
  readonly body: string
}

/** Node reads our sources as they are, apart from the suffix: what is `.js` in an import of ours is a `.ts`. */
const prelude = `
  import { registerHooks } from 'node:module'
  registerHooks({
    resolve: (name, context, next) =>
      next(/^[.].*[.]js$/.test(name) && !context.parentURL.includes('/node_modules/') ? name.replace(/js$/, 'ts') : name, context),
  })
`

/** Runs bodies in as many real processes at once, and gives what they returned. */
export async function inProcesses(count: number, bodyOf: (index: number) => ProcessBody): Promise<unknown[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const { module, body } = bodyOf(index)
      const script = `${prelude}
        const module = await import(${JSON.stringify(module)})
        const result = await (async () => { ${body} })()
        process.stdout.write(JSON.stringify(result ?? null))`
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
        timeout: 8_000,
      })
      return JSON.parse(stdout) as unknown
    }),
  )
}

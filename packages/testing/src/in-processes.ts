import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'

/** A module of ours (a `file:` URL) and code that uses it as `module` and returns what can be JSON. */
export interface ProcessBody {
  readonly module: string
  readonly body: string
}

/** Node reads our sources as they are, apart from the suffix: what is `.js` in an import of ours is a `.ts`. */
const prelude = `
  import { registerHooks } from 'node:module'
  import { once } from 'node:events'
  registerHooks({
    resolve: (name, context, next) =>
      next(/^[.].*[.]js$/.test(name) && !context.parentURL.includes('/node_modules/') ? name.replace(/js$/, 'ts') : name, context),
  })
`

/** Runs bodies in as many real processes, which all begin once the last of them is ready, and gives what they returned. */
export async function inProcesses(count: number, bodyOf: (index: number) => ProcessBody): Promise<unknown[]> {
  const processes = Array.from({ length: count }, (_, index) => {
    const { module, body } = bodyOf(index)
    const script = `${prelude}
      const module = await import(${JSON.stringify(module)})
      process.stderr.write('ready')
      await once(process.stdin.resume(), 'end')
      const result = await (async () => { ${body} })()
      process.stdout.write(JSON.stringify(result ?? null))`
    return spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['pipe', 'pipe', 'pipe'],
      timeout: 240_000,
    })
  })
  const outputs = processes.map((each) => text(each.stdout))
  const first = await Promise.all(processes.map((each) => once(each.stderr, 'data')))
  const errors = processes.map((each) => text(each.stderr))
  for (const each of processes) each.stdin.end()
  return Promise.all(
    processes.map(async (_, index) => {
      const output = await outputs[index]
      if (output === '' || output === undefined) throw new Error(`${String(first[index]?.[0])}${await errors[index]}`)
      return JSON.parse(output) as unknown
    }),
  )
}

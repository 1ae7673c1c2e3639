import path from 'node:path'
import type { ProjectConfig } from './sessions.ts'

/** A test file, as Jest hands it to reporters. */
export interface TestFile {
  readonly path: string
  readonly context: { readonly config: ProjectConfig }
}

/** A test file that runs. */
export interface RunningFile {
  /** As the journals name it: relative to the root of its project. */
  readonly name: string
  /** Of its project. */
  readonly config: ProjectConfig
  readonly hasResult: PromiseWithResolvers<void>
}

/** The test files that run: those that were begun, and whose result did not come yet. */
export class RunningFiles {
  readonly #running = new Map<string, RunningFile>()

  /** Those that run and have one of these names, as the journals name files. */
  amongst(names: ReadonlySet<string>): RunningFile[] {
    return [...this.#running.values()].filter(({ name }) => names.has(name))
  }

  begin(file: TestFile): void {
    this.#running.set(keyOf(file), {
      name: nameOf(file),
      config: file.context.config,
      hasResult: Promise.withResolvers(),
    })
  }

  end(file: TestFile): void {
    const key = keyOf(file)
    this.#running.get(key)?.hasResult.resolve()
    this.#running.delete(key)
  }

  /**
   * Resolves when each of them has handed in its result or its time is over: it is not waited for again. Never rejects.
   *
   * @param limitMs - The time of a file of that project
   */
  async results(files: readonly RunningFile[], limitMs: (config: ProjectConfig) => number): Promise<void> {
    await Promise.all(files.map(async ({ hasResult, config }) => within(hasResult.promise, limitMs(config))))
    for (const [key, file] of this.#running) if (files.includes(file)) this.#running.delete(key)
  }
}

/** The name of a test file in journals and in what is shown of it. */
export function nameOf({ path: file, context }: TestFile): string {
  return path.relative(context.config.rootDir, file)
}

function keyOf({ path: file, context }: TestFile): string {
  return `${context.config.rootDir}\0${file}`
}

async function within(awaited: Promise<void>, limitMs: number): Promise<void> {
  if (!Number.isFinite(limitMs)) return awaited
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, limitMs)
  await Promise.race([awaited, promise])
  clearTimeout(timer)
}

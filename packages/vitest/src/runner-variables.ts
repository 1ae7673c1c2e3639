import type { RunnerVariables } from '@curfew/core/runner'
import { readFileSync } from 'node:fs'
import process from 'node:process'
import type { TestProject } from 'vitest/node'

/** What Vite's and Vitest's workers put into `process.env` for `import.meta.env`, and for the colours of what they print. */
const names = ['BASE_URL', 'MODE', 'DEV', 'PROD', 'SSR', 'FORCE_TTY'] as const

/** Before Vitest writes any of them, unless the configuration of another project was resolved earlier (4.1). */
const atLoad = Object.fromEntries(names.map((name) => [name, process.env[name]]))

/**
 * Variables that Vitest writes over those of the shell; the others are left as they are: `NODE_ENV`, `VITEST`, `TEST` and
 * `VITEST_*` tell a service that it runs in a test and in which worker, and those of `test.env` and of `.env` files are the
 * user's.
 */
export function runnerVariables({ vite }: TestProject): RunnerVariables {
  const { BASE_URL, MODE, DEV, PROD } = vite.config.env as Readonly<Record<string, unknown>>
  const written = {
    BASE_URL: [String(BASE_URL)],
    MODE: [String(MODE)],
    DEV: [flag(DEV)],
    PROD: [flag(PROD)],
    // By the environment of each test file.
    SSR: ['1', ''],
    FORCE_TTY: ['true', ''],
  }
  const began = initialEnvironment()
  return Object.fromEntries(
    names.map((name) => {
      const early = atLoad[name]
      const isVites =
        began !== undefined && early !== began[name] && early !== undefined && written[name].includes(early)
      return [name, { written: written[name], shell: (isVites ? began[name] : early) ?? null }]
    }),
  )
}

function flag(value: unknown): string {
  return value === true || value === '1' ? '1' : ''
}

/** What this process was started with; `undefined` where the system does not tell. */
function initialEnvironment(): Readonly<Record<string, string>> | undefined {
  try {
    const entries = readFileSync('/proc/self/environ', 'utf8').split('\0')
    return Object.fromEntries(entries.map((entry) => entry.split(/=(.*)/s).slice(0, 2) as [string, string]))
  } catch {
    return undefined // not Linux
  }
}

import {
  checkOptions,
  decideKeepOnFailure,
  engine,
  newRun,
  runOptions,
  workerOptions,
  type RunContext,
  type RunOptions,
  type WorkerOptions,
} from '@curfew/core/runner'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vitest/config'
import type { TestProject, Vitest } from 'vitest/node'
import type { Provided } from './join-run.ts'
import { runnerVariables } from './runner-variables.ts'
import { takeOverSignals } from './signals.ts'
import { WarningsReporter } from './warnings-reporter.ts'

export type { LocalNodes, NodesOfModule } from '@curfew/core/runner'

/** Options of the plugin. */
export type CurfewOptions = WorkerOptions & RunOptions

/**
 * The set-up file as a module of Vite's. Node would load the file of an installed package once, and with `isolate: false` only
 * the first test file would have hooks.
 */
const setupId = 'virtual:curfew/setup'

const setupFile = fileURLToPath(new URL('setup.js', import.meta.url))

/**
 * The Vitest plugin of curfew: opens a scope for each test, and stops what was started in it when the test ends.
 *
 * @example export default defineConfig({ plugins: [curfew()] })
 * @throws {BadOptionError} naming every option that is wrong
 */
export function curfew(options: CurfewOptions = {}): Plugin {
  checkOptions('Options of curfew()', options, { ...workerOptions, ...runOptions })
  return {
    name: 'curfew',
    resolveId: (id) => (id === setupId ? setupId : undefined),
    load: (id) => (id === setupId ? readFile(setupFile, 'utf8') : undefined),
    configureVitest({ vitest, project }) {
      // Their tests run in a page: nothing of ours can run there.
      if (project.config.browser?.enabled) return
      const run = runOf(vitest, options)
      const { setupFiles, experimental } = project.config
      // Without Vite's module runner Vitest itself makes Node load the file each time.
      const setup = experimental.viteModuleRunner === false ? setupFile : setupId
      if (!setupFiles.includes(setup)) setupFiles.unshift(setup)
      project.provide('curfew', provided(run, project, options))
    },
  }
}

const runs = new WeakMap<Vitest, RunContext>()

/** One run for all projects. Nothing is done for it, and no file made, before a service is started. */
function runOf(vitest: Vitest, options: CurfewOptions): RunContext {
  const { root = vitest.config.root, signals = true, keepOnFailure = false } = options
  const present = runs.get(vitest)
  if (present !== undefined) return present
  const run = newRun({ root })
  runs.set(vitest, run)
  const { refusal } = decideKeepOnFailure(keepOnFailure, process.env)
  if (refusal !== undefined) process.stderr.write(`${refusal}\n`)
  const hasServices = (): boolean => existsSync(run.directory)
  const end = async (): Promise<void> => {
    if (!hasServices()) return
    const { endRun } = await import('@curfew/supervisor')
    await endRun(run.directory)
  }
  const giveSignalsBack = signals ? takeOverSignals(vitest, hasServices) : undefined
  vitest.onClose(async () => {
    await end()
    giveSignalsBack?.()
  })
  // In watch mode each run ends for itself.
  vitest.config.reporters.push(new WarningsReporter(vitest.config.watch ? end : undefined))
  return run
}

function provided(run: RunContext, project: TestProject, options: CurfewOptions): Provided {
  const { limits, nodes, keepOutput, leaks } = options
  const { keepOnFailure } = decideKeepOnFailure(options.keepOnFailure ?? false, process.env)
  const ofRunner = runnerVariables(project)
  // Services that a global set-up starts run in this process, where Vitest 4.1 writes them as well.
  engine().configure({ runnerVariables: ofRunner })
  return {
    run,
    root: project.config.root,
    runnerVariables: ofRunner,
    options: { limits, nodes: nodesOf(project, nodes), keepOnFailure, keepOutput, leaks },
  }
}

function nodesOf(project: TestProject, nodes: CurfewOptions['nodes']): CurfewOptions['nodes'] {
  if (typeof nodes !== 'object' || !('module' in nodes)) return nodes
  return { ...nodes, module: path.resolve(project.config.root, nodes.module) }
}

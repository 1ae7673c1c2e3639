import process from 'node:process'
import type { ProcessHost } from '@curfew/protocol'
import type { EngineSettings } from '../engine-contract.ts'
import type { RuntimeKit } from '../protocol.ts'
import { workingDirectory } from '../location/working-directory.ts'
import { inheritedEnvironment } from '../runtime/inherited-environment.ts'
import { HostedProcessRuntime } from '../runtime/process.ts'
import { TaskRuntime } from '../runtime/task.ts'
import { createThreadRuntime } from '../runtime/thread.ts'

/** Makes the runtimes of an engine, with what its settings say when a service starts. */
export function runtimeKit(settings: () => EngineSettings, processHost: () => Promise<ProcessHost>): RuntimeKit {
  const environment = () => inheritedEnvironment(settings().runnerVariables)
  return {
    task: (options) => new TaskRuntime(options),
    thread: (options, declaredAt) => createThreadRuntime(options, declaredAt, environment),
    process: (options, { host, driver, defaults = {} }) => {
      const root = defaults.cwd ?? settings().root ?? workingDirectory()
      const { umask = process.umask() } = defaults
      const own = { host, driver, root, environment: () => ({ ...(defaults.env ?? environment()) }), umask }
      return new HostedProcessRuntime(options, own, processHost)
    },
    processHost,
  }
}

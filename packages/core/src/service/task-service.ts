import { BadOptionError } from '../errors/scope-errors.ts'
import { quoted } from '@curfew/protocol'
import { withDefaults } from '../options/options-check.ts'
import { taskTraits } from '../runtime/built-in.ts'
import { defineKind } from './definition.ts'
import { nameLater } from '../options/name-later.ts'
import { Service } from './service.ts'
import type { TaskContext, TaskOptions, TaskResult } from './task-definition.ts'

/**
 * A service that is an async function in this process, run once or again and again, told to stop by an `AbortSignal`.
 *
 * A subclass overrides {@link run}; {@link taskService} takes the body as an option. A body that ignores its signal cannot
 * be killed: it is left behind with its context closed, and fails the test.
 */
export class TaskService extends Service {
  constructor(options: Omit<TaskOptions, 'run'> & Partial<Pick<TaskOptions, 'run'>> = {}) {
    super(
      defineKind({
        traits: taskTraits,
        ownClass: TaskService,
        options: withDefaults({ mayExit: (options as typeof options | null)?.intervalMs === undefined }, options),
        example: `taskService({ run: async ({ signal }) => { … } })`,
        createRuntime: (kit) => kit.task({ ...options, run: options.run ?? ((context) => this.run(context)) }),
      }),
    )
    if (options.run !== undefined || new.target !== TaskService) return
    throw nameLater(this.serviceName, noBody)
  }

  /** The body; a repeating one may return the delay before its next iteration, in milliseconds. */
  run(_context: TaskContext): Promise<TaskResult> | TaskResult {
    throw noBody(this.serviceName)
  }
}

function noBody(name: string): BadOptionError {
  return new BadOptionError(
    `Service ${quoted(name)} has no body: override run() or give the option "run".\n` +
      `  To change  taskService({ run: async ({ signal }) => { … } })`,
  )
}

/** Declares a task: an async function beside the test, run once, or repeated where `intervalMs` is given. */
export function taskService(options: TaskOptions): TaskService {
  return new TaskService(options)
}

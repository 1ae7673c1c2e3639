import { BadOptionError } from '../errors/scope-errors.ts'
import { taskTraits } from '../runtime/built-in.ts'
import { defineKind } from './definition.ts'
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
    const { intervalMs } = options
    const run: TaskOptions['run'] = options.run ?? ((context) => this.run(context))
    super(
      defineKind({
        traits: taskTraits,
        ownClass: TaskService,
        options: { mayExit: intervalMs === undefined, ...options },
        createRuntime: (kit) => kit.task({ ...options, run }),
      }),
    )
  }

  /** The body; a repeating one may return the delay before its next iteration, in milliseconds. */
  run(_context: TaskContext): Promise<TaskResult> | TaskResult {
    throw new BadOptionError(`Service "${this.serviceName}" has no body: override run() or give the option "run".`)
  }
}

/** Declares a task: an async function beside the test, run once, or repeated where `intervalMs` is given. */
export function taskService(options: TaskOptions): TaskService {
  return new TaskService(options)
}

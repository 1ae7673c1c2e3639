import { engine, failureOf, pointAtDeclaration, untold, type Scope } from '@curfew/core/engine'
import { Attempt } from './attempt.ts'
import { bridge } from './bridge.ts'
import { explainFailure } from './explain-failure.ts'
import { handOutLiving } from './hand-out.ts'
import { joinRun } from './join-run.ts'
import { letGoOfFixtures } from './let-go.ts'
import { neededServices, type NeededServices } from './needs.ts'
import { recordVerdict } from './record-verdict.ts'
import type { Task, TaskContext, TaskError } from './task.ts'
import { askedNames } from './tracked-tasks.ts'

/**
 * The life of one attempt of a test: opens its scope, starts what it needs before the clock of its body starts, runs it, and
 * stops everything, whatever happened.
 */
export async function aroundTest(run: () => Promise<void>, { task }: TaskContext): Promise<void> {
  await joinRun()
  const scope = openScope(task)
  const attempt = new Attempt(task, scope)
  bridge().attempts.set(task, attempt)
  const errorsBefore = task.result?.errors?.length ?? 0
  const notStarted = await start(attempt)
  if (notStarted === undefined) await scope.run(run)
  if (engine().settings.keepOnFailure && hasFailed(attempt, errorsBefore, notStarted)) scope.keep()
  const { signal } = task.context
  attempt.end()
  const verdict = await scope.close(signal.aborted ? signal.reason : undefined)
  bridge().attempts.delete(task)
  const test = bridge().tracked.get(task)
  if (test !== undefined) letGoOfFixtures(task, test.layer)

  const reported = task.result?.errors?.slice(errorsBefore) ?? []
  // Vitest has made plain what hooks and fixtures were failed with: such errors are known by their message.
  const messages = new Set(reported.flatMap((error) => [...messagesOf(error)]))
  const late = untold(verdict.errors, attempt.told).filter(({ message }) => !messages.has(message))
  const errors = [...(notStarted === undefined ? [] : [notStarted]), ...late]
  for (const error of errors) pointAtDeclaration(error, scope)
  if (errors.length > 0 || reported.length > 0) explainFailure(verdict, reported, errors)
  // `test.fails` expects that the body fails, not that a service crashes, does not start, or does not stop.
  if ([...errors, ...verdict.errors].some((error) => !isAbort(error))) attempt.failWhateverIsExpected()
  await recordVerdict(task, verdict)
  for (const error of verdict.errors) bridge().file?.told.add(error)
  const failure = failureOf(errors)
  if (failure === undefined) {
    if (reported.length === 0) engine().passedOutput.discard(scope, verdict)
    return
  }
  if (task.result !== undefined) {
    // Vitest skips what is pending: a test that was aborted before its body began, but not one that skipped itself and whose
    // services then did not stop as they should.
    task.result.pending = errors.every(isAbort)
    task.result.note ??= errors.find(isAbort)?.message
  }
  throw failure
}

/** Whether this attempt failed and is the last one: what an attempt that is made again leaves would be in its way. */
function hasFailed({ task, scope }: Attempt, errorsBefore: number, notStarted: Error | undefined): boolean {
  const { retry = 0, result } = task
  const retries = typeof retry === 'number' ? retry : (retry.count ?? 0)
  if ((result?.retryCount ?? 0) < retries) return false
  if (scope.crash !== undefined || (notStarted !== undefined && !isAbort(notStarted))) return true
  return task.fails !== true && (result?.errors?.length ?? 0) > errorsBefore
}

/** Vitest's own way to say that the run was cancelled: the test counts as skipped. */
function isAbort(error: Error): boolean {
  return error.name === 'TestRunAbortError'
}

function openScope(task: Task): Scope {
  const { tries, file } = bridge()
  const attempt = (tries.get(task) ?? 0) + 1
  tries.set(task, attempt)
  const name = task.fullTestName ?? task.name
  return engine().openScope({
    kind: 'test',
    name,
    parent: file?.scope,
    owner: { file: task.file.name, test: name, attempt },
  })
}

/** Starts all that the test needs, in parallel; resolves with why it cannot run. */
async function start(attempt: Attempt): Promise<Error | undefined> {
  const { task, scope } = attempt
  const test = bridge().tracked.get(task)
  if (test === undefined) return undefined
  try {
    for (let at: typeof test.layer | undefined = test.layer; at !== undefined; at = at.below) {
      for (const { catalog } of at.fixtures.values()) if (catalog !== undefined) scope.use(catalog)
    }
    const needed = neededServices(task, test.layer, askedNames(task, test))
    if (needed.size > 0) await attempt.whileWanted(startAll(attempt, needed))
    handOutLiving(attempt)
    return undefined
  } catch (error) {
    return error as Error
  }
}

async function startAll({ scope, services }: Attempt, needed: NeededServices): Promise<void> {
  const started = [...needed].map(async ([catalog, wanted]) => {
    const names = [...wanted]
    for (const [index, service] of (await scope.start(catalog, names)).entries()) {
      const entry = catalog.get(names[index] ?? '')
      if (entry !== undefined) services.set(entry, service)
    }
  })
  await Promise.all(started)
}

/** The messages of an error and of its causes. */
function* messagesOf(error: TaskError): Generator<string> {
  let at: unknown = error
  for (let depth = 0; depth < 10 && typeof at === 'object' && at !== null; depth++) {
    const { message, cause } = at as TaskError
    if (typeof message === 'string') yield message
    at = cause
  }
}

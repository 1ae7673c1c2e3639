import { writeFileSync } from 'node:fs'
import process from 'node:process'

// A reporter of Vitest, loaded by its path in the main process of an inline suite. It knows only what all versions have.

interface Collection<T> {
  allTests(): Iterable<T>
}

interface Errors {
  readonly state: string
  readonly errors?: readonly {
    readonly name?: string
    readonly message: string
    readonly stack?: string
    readonly diff?: string
  }[]
}

interface Case {
  readonly fullName: string
  readonly module: Module
  result(): Errors
  artifacts(): readonly unknown[]
}

interface Module {
  readonly relativeModuleId: string
  readonly project: { readonly name: string }
  readonly children: Collection<Case>
  state(): string
  errors(): Errors['errors']
}

export default class InlineReporter {
  onTestRunEnd(modules: readonly Module[], unhandledErrors: readonly Error[], reason: string): void {
    const results = {
      reason,
      unhandledErrors: unhandledErrors.map(({ name, message }) => ({ name, message })),
      modules: modules.map((module) => ({
        file: module.relativeModuleId,
        project: module.project.name,
        state: module.state(),
        errors: plain(module.errors()),
        tests: [...module.children.allTests()].map((test) => ({
          name: test.fullName,
          state: test.result().state,
          errors: plain(test.result().errors),
          artifacts: test.artifacts(),
        })),
      })),
    }
    writeFileSync(process.env['CURFEW_INLINE_RESULTS'] ?? 'results.json', JSON.stringify(results))
  }
}

function plain(errors: Errors['errors'] = []): unknown[] {
  return errors.map(({ name, message, stack, diff }) => ({ name, message, stack, diff }))
}

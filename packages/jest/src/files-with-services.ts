import { readRun } from '@curfew/protocol/journal'

/** The test files that have started a service in a run, by its journals: relative to the roots of their projects. */
export async function filesWithServices(runDirectory: string): Promise<Set<string>> {
  const onUnreadable = (): void => {
    // Not ours to read: its files are not shown as such that have services.
  }
  const { scopes } = await readRun(runDirectory, { only: ['scope-opened'], onUnreadable })
  return new Set([...scopes.values()].flatMap(({ file }) => file ?? []))
}

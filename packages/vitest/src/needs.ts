import { destructured, type CatalogEntries, type NeededServices } from '@curfew/core/runner'
import type { Task, TaskSuite } from './task.ts'

/** Code whose parameter names what it needs. */
export interface Asker {
  readonly code: (...args: never) => unknown
  /** Position of the parameter that is destructured. */
  readonly parameter: number
}

/** One fixture of a test: a service of ours, or one of Vitest's own. */
export type Fixture =
  | { readonly catalog: CatalogEntries }
  | { readonly catalog?: undefined; readonly needs: readonly string[]; readonly auto: boolean }

/** What one `extend` added to a test; the same name in a lower layer is what a fixture of that name itself refers to. */
export interface Layer {
  readonly fixtures: ReadonlyMap<string, Fixture>
  readonly below: Layer | undefined
  /** What `override` replaced, by suite or file. */
  readonly overrides: WeakMap<object, Map<string, Fixture>>
}

/** A test that was made by our `test`. */
export interface TrackedTest {
  readonly layer: Layer
  /** Its body; absent where it gets no fixtures (`each`). */
  readonly asker: Asker | undefined
}

/** A layer on top of another. */
export function layer(fixtures: Iterable<readonly [string, Fixture]>, below: Layer | undefined): Layer {
  return { fixtures: new Map(fixtures), below, overrides: new WeakMap() }
}

/** The catalogs of a layer and of those below it. */
export function catalogsOf(top: Layer): CatalogEntries[] {
  const catalogs: CatalogEntries[] = []
  for (let at: Layer | undefined = top; at !== undefined; at = at.below) {
    for (const { catalog } of at.fixtures.values()) if (catalog !== undefined) catalogs.push(catalog)
  }
  return catalogs
}

/** Names that code destructures; none where its source cannot be read, and Vitest then says so itself. */
export function namesOf({ code, parameter }: Asker): readonly string[] {
  return destructured(code, parameter).names ?? []
}

/**
 * All services that a test needs: those it destructures itself, those of its hooks, and those that its native fixtures
 * need, however far away. What these services need in turn is the graph's business.
 *
 * @param hookNeeds - Names that the hooks of a suite or file need of each test in it
 */
export function neededServices(
  task: Task,
  { layer: top, asker }: TrackedTest,
  hookNeeds: WeakMap<object, ReadonlySet<string>>,
): NeededServices {
  const stack = stackOf(task, top)
  const needed = new Map<CatalogEntries, Set<string>>()
  const seen = new Set<string>()
  const visit = (name: string, from: number): void => {
    const at = stack.findIndex((fixtures, index) => index >= from && fixtures.has(name))
    const fixture = stack[at]?.get(name)
    if (fixture === undefined || seen.has(`${at} ${name}`)) return
    seen.add(`${at} ${name}`)
    if (fixture.catalog === undefined) {
      for (const need of fixture.needs) visit(need, need === name ? at + 1 : 0)
      return
    }
    const services = needed.get(fixture.catalog) ?? new Set()
    needed.set(fixture.catalog, services.add(name))
  }
  for (const name of asker === undefined ? [] : namesOf(asker)) visit(name, 0)
  for (const suite of surroundings(task)) for (const name of hookNeeds.get(suite) ?? []) visit(name, 0)
  for (const fixtures of stack) {
    for (const [name, fixture] of fixtures) if (fixture.catalog === undefined && fixture.auto) visit(name, 0)
  }
  return needed
}

/** The suites that a test is in, innermost first, then its file. */
function* surroundings(task: Task): Generator<object> {
  for (let suite: TaskSuite | undefined = task.suite; suite !== undefined; suite = suite.suite) yield suite
  yield task.file
}

/** The fixtures that a test sees, those that win first. */
function stackOf(task: Task, top: Layer): ReadonlyMap<string, Fixture>[] {
  const stack: ReadonlyMap<string, Fixture>[] = []
  for (const suite of surroundings(task)) {
    const overrides = top.overrides.get(suite)
    if (overrides !== undefined) stack.push(overrides)
  }
  for (let at: Layer | undefined = top; at !== undefined; at = at.below) stack.push(at.fixtures)
  return stack
}

import type { AnyCatalog, ServicesOf, WideScopesOf } from '@curfew/core'
import type { BuiltInFixtures, Flat, ServicesOfScope, TestScope } from '@curfew/core/runner'

export type { TestScope }

/** What every test has without declaring it. */
export interface BuiltInContext extends BuiltInFixtures {
  /** Aborts when the time of the test is over, and when a service of it crashes. */
  readonly signal: AbortSignal
}

/** A context with the services of a catalog. */
export type WithServices<Context, Services> = Flat<
  Omit<Context, 'scope' | keyof Services> &
    Services & { readonly scope: TestScope<Flat<ServicesOfScope<Context> & Services>> }
>

/** The services of a catalog that live as long as the file. */
export type FileServicesOf<C> = Pick<ServicesOf<C>, keyof ServicesOf<C> & keyof WideScopesOf<C>>

/** What Jest takes as the name of a test. */
export type TestName = string | number | ((...args: never) => unknown) | (abstract new (...args: never) => unknown)

/** What may be returned from a test. */
export type TestResult = void | undefined | PromiseLike<unknown> | Generator<unknown, unknown, never>

/** Declares a test. What its parameter destructures is started before its clock begins. */
export interface TestCall<Context> {
  (name: TestName, body: (context: Context) => TestResult, timeoutMs?: number): void
  /** One test for each row, whose values come before the services: `test.each([[1, 2]])('%i', (a, b, { api }) => …)`. */
  readonly each: EachCall<Context>
}

/** Rows for {@link TestCall}: a list of lists, a list of values, or a tagged template. */
export interface EachCall<Context> {
  <const Row extends readonly [unknown, ...unknown[]]>(rows: readonly Row[]): DeclareRows<[...Row, Context]>
  <Value>(values: readonly Value[]): DeclareRows<[Value, Context]>
  <Row = Readonly<Record<string, unknown>>>(
    headings: TemplateStringsArray,
    ...values: readonly unknown[]
  ): DeclareRows<[Row, Context]>
}

/** Names the tests of the rows, and gives their body. */
export type DeclareRows<Args extends readonly unknown[]> = (
  name: string,
  body: (...args: Args) => TestResult,
  timeoutMs?: number,
) => void

/** A way to declare tests that may also be expected to fail. A crash of a service is never expected. */
export interface TestChain<Context> extends TestCall<Context> {
  readonly failing: TestCall<Context>
}

/** Declares a hook. What its parameter destructures is started before its clock begins. */
export type HookCall<Context> = (hook: (context: Context) => unknown, timeoutMs?: number) => void

/** A `test` of Jest that a catalog of services can extend. */
export interface CurfewTest<Context, FileContext> extends TestChain<Context> {
  /** Adds the services of a catalog. */
  readonly extend: <C extends AnyCatalog>(
    services: C,
  ) => CurfewTest<WithServices<Context, ServicesOf<C>>, WithServices<FileContext, FileServicesOf<C>>>
  readonly only: TestChain<Context>
  readonly skip: TestChain<Context>
  readonly todo: (name: string) => void
  /** Runs beside the other concurrent tests of its block, with services of its own. Jest runs no hooks around it. */
  readonly concurrent: TestChain<Context> & { readonly only: TestChain<Context>; readonly skip: TestChain<Context> }
  /** Gets the services of the file. */
  readonly beforeAll: HookCall<FileContext>
  readonly beforeEach: HookCall<Context>
  /** Runs while the services of the test still live. */
  readonly afterEach: HookCall<Context>
  /** Gets the services of the file, which still live. */
  readonly afterAll: HookCall<FileContext>
}

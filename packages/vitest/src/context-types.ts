import type { Catalog } from '@curfew/core'
import type { BuiltInFixtures, Flat, ServicesOfScope, TestScope } from '@curfew/core/runner'
import type { TestAPI, TestContext } from 'vitest'

export type { BuiltInFixtures, TestScope }

/** The context of the `test` of this package. */
export type BuiltInContext = InScope<{}, BuiltInFixtures, 'test'>

/** How long a fixture of Vitest lives. */
export type FixtureScope = 'test' | 'file' | 'worker'

/** Fixtures that were added to a context; Vitest knows by the keys `$__…` which of them its hooks of a whole file get. */
export type InScope<Context, Added, Scope extends FixtureScope> = Flat<
  Omit<Context, keyof Added | ScopeKey> &
    Added & {
      readonly $__worker?: FixturesOf<Context, '$__worker'> & (Scope extends 'worker' ? Added : {})
      readonly $__file?: FixturesOf<Context, '$__file'> & (Scope extends 'file' ? Added : {})
      readonly $__test?: FixturesOf<Context, '$__test'> & (Scope extends 'test' ? Added : {})
    }
>

/** What a fixture or a hook of that scope is given. */
export type ContextOf<Context, Scope extends FixtureScope> = Scope extends 'worker'
  ? FixturesOf<Context, '$__worker'>
  : Scope extends 'file'
    ? FixturesOf<Context, '$__worker'> & FixturesOf<Context, '$__file'>
    : Context

/** A context with the services of a catalog. */
export type WithServices<Context, Services, Wide> = InScope<
  InScope<
    Omit<Context, 'scope'> & { readonly scope: TestScope<Flat<ServicesOfScope<Context> & Services>> },
    Readonly<Pick<Services, keyof Services & keyof Wide>>,
    'file'
  >,
  Readonly<Omit<Services, keyof Wide>>,
  'test'
>

/** A `test` of Vitest, with all its modifiers, that a catalog of services can extend. */
export type CurfewTest<Context> = {
  readonly extend: ExtendWithServices<Context> & NativeExtend<Context>
} & TestAPI<Context>

/** Adds the services of a catalog to the context of tests and hooks. */
export interface ExtendWithServices<Context> {
  <Services, Wide>(services: Catalog<Services, Wide>): CurfewTest<WithServices<Context, Services, Wide>>
}

type ScopeKey = '$__worker' | '$__file' | '$__test'

type FixturesOf<Context, Key extends ScopeKey> = Context extends { readonly [K in Key]?: infer Fixtures }
  ? Fixtures extends object
    ? Fixtures
    : {}
  : {}

/**
 * `extend` for fixtures of Vitest's own, as Vitest has it, but with a result that a catalog can extend. What is not here (the
 * form with `$test`, `$file` and `$worker`) is typed by Vitest.
 */
interface NativeExtend<Context> {
  <const Name extends string, T>(
    name: Name,
    fixture: BuilderFixture<T, Context & TestContext>,
  ): CurfewTest<InScope<Context, Readonly<Record<Name, T>>, 'test'>>

  <const Name extends string, T, const Scope extends FixtureScope = 'test'>(
    name: Name,
    options: FixtureOptions<Scope>,
    fixture: BuilderFixture<T, Scope extends 'test' ? Context & TestContext : ContextOf<Context, Scope>>,
  ): CurfewTest<InScope<Context, Readonly<Record<Name, T>>, Scope>>

  <const Name extends string, T>(
    name: Name,
    value: T extends (...args: never) => unknown ? never : T,
  ): CurfewTest<InScope<Context, Readonly<Record<Name, T>>, 'test'>>

  <T extends object = {}>(fixtures: ObjectFixtures<T, Context>): CurfewTest<InScope<Context, T, 'test'>>
}

/** A fixture that returns its value. */
type BuilderFixture<T, Context> = (
  context: Context,
  fixture: { onCleanup(cleanup: () => void | Promise<void>): void },
) => T | Promise<T>

interface FixtureOptions<Scope extends FixtureScope> {
  readonly scope?: Scope
  readonly auto?: boolean
  readonly injected?: boolean
}

type ObjectFixtures<T, Context> = {
  [Name in keyof T]: Name extends '$test' | '$file' | '$worker'
    ? never
    : ObjectFixture<T, Name, Context> | [ObjectFixture<T, Name, Context>, FixtureOptions<FixtureScope>?]
}

/** A fixture that hands its value to `use`; a plain value, unless it is a function. */
type ObjectFixture<T, Name extends keyof T, Context> = ((...args: never) => unknown) extends T[Name]
  ? UseFixture<T, Name, Context>
  : T[Name] | UseFixture<T, Name, Context>

type UseFixture<T, Name extends keyof T, Context> = (
  context: Omit<T, Name> & Omit<Context, Exclude<keyof T, Name>> & TestContext,
  use: (value: T[Name]) => Promise<void>,
) => Promise<void>

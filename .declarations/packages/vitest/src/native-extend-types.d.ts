import type { TestContext } from 'vitest';
import type { ContextOf, CurfewTest, FixtureScope, InScope } from './context-types.ts';
/**
 * `extend` for fixtures of Vitest's own, as Vitest has it, but with a result that a catalog can extend. What is not here (the
 * form with `$test`, `$file` and `$worker`) is typed by Vitest.
 */
export interface NativeExtend<Context> {
    <const Name extends string, T>(name: Name, fixture: BuilderFixture<T, Context & TestContext>): CurfewTest<InScope<Context, Readonly<Record<Name, T>>, 'test'>>;
    <const Name extends string, T, const Scope extends FixtureScope = 'test'>(name: Name, options: FixtureOptions<Scope>, fixture: BuilderFixture<T, Scope extends 'test' ? Context & TestContext : ContextOf<Context, Scope>>): CurfewTest<InScope<Context, Readonly<Record<Name, T>>, Scope>>;
    <const Name extends string, T>(name: Name, value: T extends (...args: never) => unknown ? never : T): CurfewTest<InScope<Context, Readonly<Record<Name, T>>, 'test'>>;
    <T extends object = {}>(fixtures: ObjectFixtures<T, Context>): CurfewTest<InScope<Context, T, 'test'>>;
}
/** A fixture that returns its value. */
type BuilderFixture<T, Context> = (context: Context, fixture: {
    onCleanup(cleanup: () => void | Promise<void>): void;
}) => T | Promise<T>;
interface FixtureOptions<Scope extends FixtureScope> {
    readonly scope?: Scope;
    readonly auto?: boolean;
    readonly injected?: boolean;
}
type ObjectFixtures<T, Context> = {
    [Name in keyof T]: Name extends '$test' | '$file' | '$worker' ? never : ObjectFixture<T, Name, Context> | [ObjectFixture<T, Name, Context>, FixtureOptions<FixtureScope>?];
};
/** A fixture that hands its value to `use`; a plain value, unless it is a function. */
type ObjectFixture<T, Name extends keyof T, Context> = ((...args: never) => unknown) extends T[Name] ? UseFixture<T, Name, Context> : T[Name] | UseFixture<T, Name, Context>;
type UseFixture<T, Name extends keyof T, Context> = (context: Omit<T, Name> & Omit<Context, Exclude<keyof T, Name>> & TestContext, use: (value: T[Name]) => Promise<void>) => Promise<void>;
export {};

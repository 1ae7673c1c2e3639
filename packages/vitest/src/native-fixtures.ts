import { handedLiving } from './living.ts'
import { namesOf, type Fixture } from './needs.ts'

type Code = (...args: never) => unknown

/** The fixtures that a call of Vitest's own `extend` or `override` declares: its object form and its builder form. */
export function declaredFixtures(args: readonly unknown[]): [string, Fixture][] {
  const [first, second, third] = args
  if (typeof first !== 'string') {
    return Object.entries(first ?? {}).map(([name, value]) => [name, objectFixture(value)])
  }
  const value = args.length > 2 ? third : isOptions(second) ? undefined : second
  return [[first, fixture(value, args.length > 2 ? second : undefined)]]
}

/**
 * The arguments of such a call, whose fixtures of the scope `file` are handed services that run. Vitest sets such a fixture up
 * once, perhaps late, with the instances that it met first.
 */
export function withLivingServices(args: readonly unknown[]): readonly unknown[] {
  const [first, second, third] = args
  if (typeof first === 'string') {
    return args.length > 2 && isOfFile(second) ? [first, second, living(third)] : args
  }
  const fixtures = Object.entries(first ?? {}).map(([name, value]: [string, unknown]) => [
    name,
    Array.isArray(value) && isOfFile(value[1]) ? [living(value[0]), value[1] as unknown] : value,
  ])
  return [Object.fromEntries(fixtures)]
}

function living(value: unknown): unknown {
  return typeof value === 'function' ? handedLiving(value as Code, 0) : value
}

function isOfFile(options: unknown): boolean {
  return isOptions(options) && (options as { readonly scope?: unknown }).scope === 'file'
}

function objectFixture(value: unknown): Fixture {
  return Array.isArray(value) && isOptions(value[1]) ? fixture(value[0], value[1]) : fixture(value, undefined)
}

function fixture(value: unknown, options: unknown): Fixture {
  const auto = isOptions(options) && options.auto === true
  return { needs: typeof value === 'function' ? namesOf({ code: value as Code, parameter: 0 }) : [], auto }
}

function isOptions(value: unknown): value is { readonly auto?: unknown } {
  return typeof value === 'object' && value !== null && ('auto' in value || 'scope' in value || 'injected' in value)
}

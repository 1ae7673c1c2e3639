import { namesOf, type Fixture } from './needs.js'

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

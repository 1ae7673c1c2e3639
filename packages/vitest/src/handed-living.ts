import { livingContext } from './hand-out.ts'
import { namesOf, type Asker } from './needs.ts'

/** Code of the whole file, handed a context whose services run when it begins. */
export function handedLiving(code: Asker['code'], parameter: number): Asker['code'] {
  const names = namesOf({ code, parameter })
  if (names.length === 0) return code
  const handed = async (...args: unknown[]): Promise<unknown> => {
    const context = await livingContext(args[parameter] as object, names)
    return (code as (...args: unknown[]) => unknown)(...args.with(parameter, context))
  }
  // Vitest reads from its source what it is to be given.
  return Object.defineProperty(handed, 'toString', { value: () => String(code) })
}

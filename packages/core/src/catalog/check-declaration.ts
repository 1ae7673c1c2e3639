import { type CurfewError, quoted } from '@curfew/protocol'
import { withFacts } from '../errors/fact-lines.ts'
import { BadOptionError } from '../errors/scope-errors.ts'
import { closestName } from '../options/closest-name.ts'
import type { Declaration } from './declaration.ts'
import { describeDeclaredAt } from '../location/declared-at.ts'
import { scopeKinds } from './entry.ts'
import { isRecord, show } from '../options/options-check.ts'
import { ReservedNameError } from '../errors/catalog-errors.ts'
import { isReservedName, isWellFormedName, reservedNames } from './names.ts'

const optionNames = ['scope', 'needs', 'on']

/** What is wrong with a declaration in itself; the types say the same to whoever uses them. */
export function checkDeclaration(declaration: Declaration): readonly CurfewError[] {
  const { name, factory } = declaration
  const options = declaration.options as unknown
  const errors: CurfewError[] = []
  const refuse = (what: string, expected: string, found: unknown): void => {
    const at = declaration.declaredAt === undefined ? 'an unknown place' : describeDeclaredAt(declaration.declaredAt)
    const message = `${what} of service ${show(name)} has to be ${expected}, but is ${show(found)}.`
    errors.push(new BadOptionError(withFacts(message, [['Declared at', at]])))
  }

  if (!isWellFormedName(name)) refuse('The name', 'an identifier (with . and - allowed in it)', name)
  else if (isReservedName(name)) errors.push(new ReservedNameError(declaration, reservedNames))
  if (typeof factory !== 'function') refuse('The factory', 'a function that returns a service', factory)
  if (!isRecord(options)) {
    refuse('The second argument', 'an object of options, or the factory', options)
    return errors
  }

  for (const option of Object.keys(options)) {
    if (optionNames.includes(option)) continue
    const suggestion = closestName(option, optionNames)
    refuse(
      `Option ${quoted(option)}`,
      suggestion === undefined ? `left out (options: ${optionNames.join(', ')})` : `"${suggestion}"`,
      option,
    )
  }
  const { scope, needs, on } = options
  if (scope !== undefined && !(scopeKinds as readonly unknown[]).includes(scope)) {
    refuse('Option "scope"', `one of ${scopeKinds.join(', ')}`, scope)
  }
  if (needs !== undefined && !(Array.isArray(needs) && needs.every((need) => typeof need === 'string'))) {
    refuse('Option "needs"', 'a list of names of services', needs)
  }
  if (on !== undefined && typeof on !== 'string' && typeof on !== 'function') {
    refuse(
      'Option "on"',
      `the name of a node or cluster, or a function that returns one, e.g. ({ cluster }) => cluster.nodes[0]`,
      on,
    )
  }
  return errors
}

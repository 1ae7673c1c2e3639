/** For the tests of curfew itself, and the package `@curfew/testing`: nobody else's, and changed without notice. */
import './install.ts'

export { taskTraits } from './runtime/built-in.ts'
export { defineKind } from './service/definition.ts'
export type { DefinitionParts } from './service/definition.ts'

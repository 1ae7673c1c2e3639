export { test, withServices } from './test.ts'
export type { BuiltInContext, BuiltInFixtures, CurfewTest, TestScope, WithServices } from './context-types.ts'
export { PluginMissingError } from './errors.ts'
export { ScopeNotSupportedError } from '@curfew/core/runner'

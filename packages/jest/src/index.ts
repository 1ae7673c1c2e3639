export { test } from './test.js'
export type {
  BuiltInContext,
  CurfewTest,
  DeclareRows,
  EachCall,
  FileServicesOf,
  HookCall,
  TestCall,
  TestChain,
  TestName,
  TestResult,
  TestScope,
  WithServices,
} from './context-types.js'
export { NotSetUpError, TestOverError, UnreadableTestError } from './errors.js'
export { ScopeNotSupportedError } from '@curfew/core/engine'

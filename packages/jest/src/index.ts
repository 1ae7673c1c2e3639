export { test } from './test.ts'
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
} from './context-types.ts'
export { NotSetUpError, TestOverError, UnreadableTestError } from './errors.ts'
export { ScopeNotSupportedError } from '@curfew/core/runner'

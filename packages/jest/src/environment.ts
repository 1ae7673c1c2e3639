import { fromJest } from './from-jest.ts'
import { withCurfew, type EnvironmentClass } from './with-curfew.ts'

export { withCurfew } from './with-curfew.ts'
export type { EnvironmentClass } from './with-curfew.ts'

const { TestEnvironment: NodeEnvironment } = fromJest('jest-environment-node') as {
  readonly TestEnvironment: EnvironmentClass
}

/** The Node environment of Jest with a scope for each test. */
const CurfewEnvironment: EnvironmentClass = withCurfew(NodeEnvironment)
export default CurfewEnvironment

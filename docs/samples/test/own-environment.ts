import { withCurfew } from '@curfew/jest/environment'
import { TestEnvironment } from 'jest-environment-node'

class EnvironmentWithClock extends TestEnvironment {
  override async setup() {
    await super.setup()
    this.global['startedAtMs'] = Date.now()
  }
}

export default withCurfew(EnvironmentWithClock)

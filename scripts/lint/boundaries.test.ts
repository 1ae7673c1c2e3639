import { describe, expect, test } from 'vitest'
import { boundaryError } from './boundaries.mjs'

describe('boundaries', () => {
  test.for([
    ['packages/core/src/scope/stop.ts', '../clock.js'],
    ['packages/core/src/index.ts', '../package.json'],
    ['packages/core/src/default-process-host.ts', '@curfew/supervisor'],
    ['packages/supervisor/src/main.ts', 'node:child_process'],
    ['packages/supervisor/src/main.ts', '@curfew/protocol'],
    ['packages/vitest/src/plugin.ts', '@curfew/supervisor'],
    ['packages/vitest/src/index.ts', 'vitest'],
    ['packages/core/test/scope/stop.test.ts', '../../src/scope/stop.js'],
    ['packages/core/test/scope/stop.test.ts', '@curfew/testing'],
    ['packages/vitest/tsdown.config.ts', '../../tsdown.package.ts'],
    ['examples/orders/test/orders.test.ts', '@curfew/vitest'],
    ['examples/jest-orders/test/orders.test.ts', '@curfew/jest'],
    ['examples/jest-orders/test/orders.test.ts', '@curfew-examples/orders/services'],
  ] as const)('%s may import %s', ([file, specifier]) => {
    expect(boundaryError(file, specifier)).toBeUndefined()
  })

  test.for([
    ['packages/core/src/scope/stop.ts', 'node:child_process', 'only the supervisor spawns'],
    ['packages/core/src/scope/stop.ts', 'child_process', 'only the supervisor spawns'],
    ['packages/protocol/src/journal.ts', '@curfew/supervisor', 'one way'],
    ['packages/supervisor/src/main.ts', '@curfew/core', 'one way'],
    ['packages/core/src/scope/stop.ts', 'vitest', 'test runner'],
    ['packages/supervisor/src/index.ts', '@curfew/vitest', 'one way'],
    ['packages/supervisor/src/index.ts', '@curfew/core/src/clock', 'public entry'],
    ['packages/vitest/src/index.ts', '@curfew/testing', 'one way'],
    ['packages/vitest/src/index.ts', '../../core/src/index.js', 'own package'],
    ['packages/vitest/src/index.ts', '../test/services.js', 'own package'],
    ['packages/core/test/stop.test.ts', '../../supervisor/src/index.js', 'relative path'],
    ['packages/core/test/stop.test.ts', '@curfew/vitest', 'may not import'],
    ['examples/orders/test/orders.test.ts', '@curfew/core/runner', 'only'],
    ['examples/orders/test/orders.test.ts', '../../../packages/core/src/index.js', 'relative path'],
  ] as const)('%s may not import %s', ([file, specifier, reason]) => {
    expect(boundaryError(file, specifier)).toContain(reason)
  })
})

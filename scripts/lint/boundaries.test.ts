import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import plugin, { boundaryError, coreStages as stages } from './boundaries.mjs'

const coreStages: Readonly<Record<string, readonly string[]>> = stages

describe('boundaries', () => {
  test.for([
    ['packages/core/src/scope/stop.ts', '../lifecycle/lifecycle.ts'],
    ['packages/core/src/index.ts', '../package.json'],
    ['packages/core/src/engine/default-process-host.ts', '@curfew/supervisor'],
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

  test.for([
    ['lifecycle/lifecycle.ts', '../scope/member.ts', 'stage lifecycle of core may not import scope'],
    ['list/service-list.ts', '../scope/stop-order.ts', 'stage list of core may not import scope'],
    ['errors/stop-errors.ts', '../lifecycle/messages.ts', 'stage errors of core may not import lifecycle'],
    ['graph/order.ts', '../catalog/catalog.ts', 'stage graph of core may not import catalog'],
    ['scope/scope.ts', '../index.ts', 'stage scope of core may not import index.ts'],
    ['more/new.ts', '../scope/scope.ts', 'more is no stage of core'],
  ] as const)('in core, %s may not import %s, but its types', ([file, specifier, reason]) => {
    expect(boundaryError(`packages/core/src/${file}`, specifier)).toContain(reason)
    expect(boundaryError(`packages/core/src/${file}`, specifier, true)).toBeUndefined()
  })

  test.for([
    ['scope/start.ts', '../lifecycle/lifecycle.ts'],
    ['scope/start.ts', './member.ts'],
    ['list/service-list.ts', '../engine-access.ts'],
    ['engine/engine.ts', '../scope/scope.ts'],
    ['index.ts', './scope/scope.ts'],
  ] as const)('in core, %s may import %s', ([file, specifier]) => {
    expect(boundaryError(`packages/core/src/${file}`, specifier)).toBeUndefined()
  })

  test('no stage of core imports one that imports it, however far around', () => {
    const above = (stage: string, path: readonly string[] = []): string[] =>
      (coreStages[stage] ?? []).flatMap((below) =>
        [...path, stage].includes(below) ? [[...path, stage, below].join(' → ')] : above(below, [...path, stage]),
      )
    expect(Object.keys(coreStages).flatMap((stage) => above(stage))).toEqual([])
    expect(
      Object.values(coreStages)
        .flat()
        .filter((stage) => !stage.endsWith('.ts') && !(stage in coreStages)),
    ).toEqual([])
  })

  const member = { type: 'Literal', value: '../scope/member.ts' }
  test.for([
    ['ImportDeclaration', { importKind: 'value', specifiers: [{ importKind: 'value' }] }, 1],
    ['ImportDeclaration', { importKind: 'value', specifiers: [{ importKind: 'value' }, { importKind: 'type' }] }, 1],
    ['ImportDeclaration', { importKind: 'value', specifiers: [] }, 1],
    ['ImportDeclaration', { importKind: 'value', specifiers: [{ importKind: 'type' }] }, 0],
    ['ImportDeclaration', { importKind: 'type', specifiers: [{ importKind: 'value' }] }, 0],
    ['ExportNamedDeclaration', { exportKind: 'value', specifiers: [{ exportKind: 'value' }] }, 1],
    ['ExportNamedDeclaration', { exportKind: 'type', specifiers: [{ exportKind: 'value' }] }, 0],
    ['ExportAllDeclaration', {}, 1],
    ['ImportExpression', {}, 1],
    ['TSImportType', {}, 0],
  ] as const)('the rule takes %s of %j for %i imports of a value', ([visitor, facts, count]) => {
    const reports: unknown[] = []
    const filename = fileURLToPath(new URL('../../packages/core/src/lifecycle/lifecycle.ts', import.meta.url))
    const visitors = plugin.rules.boundaries.create({ filename, report: (report: unknown) => reports.push(report) })
    visitors[visitor]({ ...facts, source: member })
    expect(reports).toHaveLength(count)
  })
})

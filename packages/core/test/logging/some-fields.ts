import type { LogFields } from '@curfew/protocol'

/** The fields of a log in a test. */
export function someFields(fields: Partial<LogFields> = {}): LogFields {
  return {
    run: '20261123-214500-1a2b3c',
    worker: 'w1',
    file: 'test/orders.test.ts',
    test: 'an order survives',
    attempt: 1,
    service: 'load',
    node: 'n1',
    cluster: null,
    runtime: 'task',
    ...fields,
  }
}

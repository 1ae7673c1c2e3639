import { expectTypeOf, test } from 'vitest'
import { CurfewError, isCurfewError, type CurfewErrorCode } from '../../src/index.ts'

test('a class of ours has one of the codes of the union', () => {
  class Known extends CurfewError {
    static override readonly code = 'CURFEW_SPAWN'
  }
  // @ts-expect-error -- a code that is not in the union
  class Unknown extends CurfewError {
    static override readonly code = 'CURFEW_UNHEARD_OF'
  }
  expectTypeOf<(typeof Known)['code']>().toExtend<CurfewErrorCode>()
  expectTypeOf<(typeof Unknown)['code']>().not.toExtend<CurfewErrorCode>()
})

test('an error is asked for by one of the codes of the union', () => {
  expectTypeOf(isCurfewError).parameter(1).toEqualTypeOf<CurfewErrorCode | undefined>()
  // @ts-expect-error -- a code that is not in the union
  isCurfewError(undefined, 'CURFEW_UNHEARD_OF')
})

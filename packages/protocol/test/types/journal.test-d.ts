import { expectTypeOf, test } from 'vitest'
import type {
  KilledProcess,
  LeakedPort,
  ProcessExit,
  ProcessInfo,
  ProcessSpawnOrder,
  ProcessStopPolicy,
  ResourceOrder,
} from '../../src/index.ts'
import type { JournalEntryOf, JournalError, KnownJournalEntry } from '../../src/journal.ts'

test('an entry is told by its event', () => {
  const take = (entry: KnownJournalEntry): number | undefined => (entry.event === 'spawned' ? entry.pid : undefined)
  expectTypeOf(take).returns.toEqualTypeOf<number | undefined>()
  // @ts-expect-error -- no such event
  expectTypeOf<JournalEntryOf<'teleported'>>().toBeNever()
  expectTypeOf<JournalEntryOf<'scope-closing'>>().toEqualTypeOf<{
    readonly event: 'scope-closing'
    readonly timeMs: number
    readonly scopeId: string
  }>()
})

test('fields may be absent, null, lists, one of a few words, and what has causes', () => {
  type Opened = JournalEntryOf<'scope-opened'>
  expectTypeOf<Opened['kind']>().toEqualTypeOf<'test' | 'file' | 'worker' | 'run'>()
  expectTypeOf<Opened['attempt']>().toEqualTypeOf<number | null>()
  expectTypeOf<JournalEntryOf<'service-declared'>['tags']>().toEqualTypeOf<readonly string[]>()
  expectTypeOf<JournalEntryOf<'spawn-intent'>['maxLogBytes']>().toEqualTypeOf<number | null | undefined>()
  expectTypeOf<JournalError['cause']>().toEqualTypeOf<JournalError | undefined>()
})

test('what the process host says is kept as it is', () => {
  type Gone = JournalEntryOf<'gone'>
  expectTypeOf<Gone['survivors']>().toEqualTypeOf<readonly ProcessInfo[]>()
  expectTypeOf<NonNullable<Gone['killed']>>().toEqualTypeOf<readonly KilledProcess[]>()
  expectTypeOf<JournalEntryOf<'leaked'>['ports']>().toEqualTypeOf<readonly LeakedPort[]>()
  expectTypeOf<Pick<JournalEntryOf<'exited'>, 'code' | 'signal' | 'hint'>>().toEqualTypeOf<ProcessExit>()
  expectTypeOf<JournalEntryOf<'spawn-intent'>['stop']>().toEqualTypeOf<ProcessStopPolicy>()
  expectTypeOf<JournalEntryOf<'spawn-intent'>>().toExtend<Omit<ProcessSpawnOrder, 'env' | 'log'>>()
  expectTypeOf<Omit<JournalEntryOf<'resource-intent'>, 'event' | 'timeMs'>>().toEqualTypeOf<ResourceOrder>()
})

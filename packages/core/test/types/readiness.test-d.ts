import { expectTypeOf, test } from 'vitest'
import { allOf } from '../../src/readiness/all-of.ts'
import { completed } from '../../src/readiness/completed.ts'
import { http } from '../../src/readiness/http.ts'
import { logLine } from '../../src/readiness/log-line.ts'
import { message } from '../../src/readiness/message.ts'
import type { Readiness, ReadinessOption } from '../../src/readiness/readiness.ts'
import { tcp } from '../../src/readiness/tcp.ts'

/** As `processService` infers the groups of a service from its options. */
declare function service<Port extends string = 'main', Group extends string = never>(options: {
  readonly ports?: readonly Port[]
  readonly ready?: ReadinessOption<Group> | undefined
}): { readonly groups: Readonly<Record<Group, string>>; readonly ports: Readonly<Record<Port, number>> }

test('groups are typed by the tuple', () => {
  expectTypeOf(logLine(/(?<port>\d+)/, { groups: ['port'] })).toEqualTypeOf<Readiness<'port'>>()
  expectTypeOf(logLine(/(?<a>.)(?<b>.)/, { groups: ['a', 'b'] })).toEqualTypeOf<Readiness<'a' | 'b'>>()
  expectTypeOf(logLine(/ready/)).toEqualTypeOf<Readiness>()
  expectTypeOf(logLine(/ready/, { stream: 'stderr' })).toEqualTypeOf<Readiness>()
  for (const probe of [tcp(), http('/'), message(), completed()]) expectTypeOf(probe).toEqualTypeOf<Readiness>()
})

test('a service has the groups of all its probes', () => {
  expectTypeOf(service({ ready: logLine(/(?<port>\d+)/, { groups: ['port'] }) }).groups.port).toEqualTypeOf<string>()
  const several = service({
    ports: ['web', 'admin'],
    ready: [
      tcp({ port: 'admin' }),
      logLine(/(?<a>.)/, { groups: ['a'] }),
      async ({ port, signal }) => {
        expectTypeOf(port).toEqualTypeOf<number | undefined>()
        expectTypeOf(signal).toEqualTypeOf<AbortSignal>()
        return false
      },
      logLine(/(?<b>.)/, { groups: ['b'] }),
    ],
  })
  expectTypeOf(several.groups).toEqualTypeOf<Readonly<Record<'a' | 'b', string>>>()
  expectTypeOf(several.ports).toEqualTypeOf<Readonly<Record<'web' | 'admin', number>>>()
  expectTypeOf(allOf([tcp(), logLine(/(?<a>.)/, { groups: ['a'] })])).toEqualTypeOf<Readiness<'a'>>()

  // @ts-expect-error a group that is misspelt
  void service({ ready: logLine(/(?<port>\d+)/, { groups: ['port'] }) }).groups.prot
  // @ts-expect-error no group was asked for
  void service({ ready: logLine(/(?<port>\d+)/) }).groups.port
  // @ts-expect-error tcp finds nothing
  void service({ ready: tcp() }).groups.port
  // @ts-expect-error a function finds nothing
  void service({ ready: () => true }).groups.port
})

test('wrong options are errors', () => {
  // @ts-expect-error a status class that does not exist
  http('/', { status: '6xx' })
  // @ts-expect-error the address is the service's: no URL object
  http(new URL('http://localhost/'))
  // @ts-expect-error a pattern, not a text
  logLine('ready')
  // @ts-expect-error no such stream
  logLine(/x/, { stream: 'stdin' })
  // @ts-expect-error a predicate tells true or false
  message(() => 'yes')
  // @ts-expect-error units are in the names, and the limit is startTimeoutMs of the service
  tcp({ timeout: 100 })
  // @ts-expect-error a function tells true or false
  service({ ready: () => 'yes' })
})

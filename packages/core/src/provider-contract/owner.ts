/** Starts a service, and another one that needs it, on a node; says where, and waits for its death. */
import process from 'node:process'
import '../install.ts'
import { engine } from '../engine-access.ts'
import { loadProvider } from '../places/load-provider.ts'
import { nodeOf } from '../places/provider.ts'
import { protocolOf } from '../protocol.ts'
import { tcp } from '../readiness/tcp.ts'
import { programOn } from './bed.ts'
import type { OwnerFacts } from './owner-cases.ts'
import { dependant, server } from './programs.ts'

const { module, options, nodeCommand } = JSON.parse(process.argv[2] ?? '{}') as {
  readonly module: string
  readonly options: unknown
  readonly nodeCommand: string
}
const node = nodeOf(await loadProvider(module, options ?? undefined, (file) => import(file)))
const scope = engine().openScope({ kind: 'run', name: 'owner', hostsWider: true })
await scope.run(async () => {
  const db = programOn({ nodeCommand }, node, server, {
    name: 'db',
    ready: tcp(),
    args: ({ host, port }) => [host, `${port}`],
  })
  await db.start()
  const api = programOn({ nodeCommand }, node, dependant, {
    name: 'api',
    needs: [db],
    ready: tcp(),
    args: ({ host, port }) => [host, `${port}`, `${db.port}`],
  })
  await api.start()
  const log = protocolOf(api).lifecycle?.log?.directory() ?? ''
  const facts: OwnerFacts = { host: node.host, db: db.port, api: api.port, log }
  process.stdout.write(`up ${JSON.stringify(facts)}\n`)
})
setInterval(() => {}, 60_000)

// What the tests run beside them. It starts nothing: each test gets what it names, and what that needs.
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { type ProcessService, defineServices, http, processService, taskService, threadService } from '@curfew/core'
import pg from 'pg'
import type * as load from './load.ts'
import { Postgres, PostgresTemplate, installedPostgres } from './postgres.ts'

/** The example's own folder: the suite of another one may use these services too. */
const root = dirname(import.meta.dirname)

export const services = defineServices()
  .service('template', { scope: 'file' }, () => new PostgresTemplate(installedPostgres()))
  .service('db', ({ template }) => new Postgres(template))
  .service('schema', ({ db }) =>
    taskService({
      readyAfterFirst: true,
      async run() {
        await query(db, await readFile(join(root, 'src/schema.sql'), 'utf8'))
      },
    }),
  )

  // Three replicas, each on a node of its own: a node that is destroyed takes its replica along.
  .service('api1', { on: ({ cluster }) => cluster.nodes[0], needs: ['db', 'schema'] }, ({ db }) => api('api1', db))
  .service('api2', { on: ({ cluster }) => cluster.nodes[1], needs: ['db', 'schema'] }, ({ db }) => api('api2', db))
  .service('api3', { on: ({ cluster }) => cluster.nodes[2], needs: ['db', 'schema'] }, ({ db }) => api('api3', db))

  // Looks after api1; an answer other than 200 fails the test.
  .service('health', ({ api1 }) =>
    taskService({
      intervalMs: 100,
      async run({ signal, log }) {
        const begun = performance.now()
        const response = await fetch(`${api1.url}/health`, { signal })
        log.info({ status: response.status, tookMs: Math.round(performance.now() - begun) }, 'health')
        if (!response.ok) throw new Error(`api1 answers ${response.status}`)
      },
    }),
  )

  // It is told where to fire by a message, and so needs no replica: otherwise it would stop with the first that stops.
  .service('load', () => threadService<typeof load>({ module: './load.ts', tags: ['load'], stopPriority: 10 }))

  // Cuts a connection between a replica and the database, again and again.
  .service('chaos', ({ db }) =>
    taskService({
      tags: ['chaos'],
      stopPriority: 10,
      intervalMs: 100,
      async run({ log }) {
        const [cut] = await query(
          db,
          `select application_name as replica, pg_terminate_backend(pid) from pg_stat_activity
           where application_name like 'api_' order by random() limit 1`,
        )
        log.info(cut ?? {}, 'connection cut')
      },
    }),
  )

function api(replica: string, db: Postgres): ProcessService {
  return processService({
    tags: ['api'],
    command: process.execPath,
    args: [join(root, 'src/api.ts')],
    env: ({ host, port }) => ({ HOST: host, PORT: `${port}`, DATABASE_URL: db.url, REPLICA: replica }),
    ready: http('/health'),
  })
}

/** Runs SQL on a connection of its own. */
export async function query(db: Postgres, sql: string, values?: unknown[]): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(db.url)
  await client.connect()
  try {
    return (await client.query(sql, values)).rows
  } finally {
    await client.end()
  }
}

// The system under test: takes orders over HTTP and keeps them in PostgreSQL. It knows nothing of curfew.
import process from 'node:process'
import Fastify, { LogController } from 'fastify'
import pg from 'pg'

interface Order {
  readonly id: string
  readonly item: string
  readonly quantity: number
}

const { HOST = '127.0.0.1', PORT = '3000', DATABASE_URL, REPLICA = 'api' } = process.env

const app = Fastify({ logger: true, logController: new LogController({ disableRequestLogging: true }) })
const pool = new pg.Pool({ connectionString: DATABASE_URL, application_name: REPLICA, max: 4 })
// Without a listener a connection that breaks while it is idle would end the process; the pool opens another.
pool.on('error', (error) => app.log.warn(`lost an idle connection: ${error.message}`))

app.addHook('onError', async (request, _reply, error) => {
  request.log.error(error)
})

app.get('/health', async () => {
  await pool.query('select 1')
  return { replica: REPLICA }
})

app.post<{ Body: Order }>(
  '/orders',
  {
    schema: {
      body: {
        type: 'object',
        required: ['id', 'item', 'quantity'],
        properties: {
          id: { type: 'string', format: 'uuid' },
          item: { type: 'string', minLength: 1 },
          quantity: { type: 'integer', minimum: 1 },
        },
      },
    },
  },
  async (request, reply) => {
    const { id, item, quantity } = request.body
    // The client chooses the id, so that it can send an order again when no answer came.
    await pool.query(
      'insert into orders (id, item, quantity, accepted_by) values ($1, $2, $3, $4) on conflict (id) do nothing',
      [id, item, quantity, REPLICA],
    )
    request.log.info({ order: id, item }, 'order accepted')
    return reply.code(201).send({ id, acceptedBy: REPLICA })
  },
)

app.get<{ Params: { id: string } }>('/orders/:id', async (request, reply) => {
  const { rows } = await pool.query(
    'select id, item, quantity, accepted_by as "acceptedBy" from orders where id = $1',
    [request.params.id],
  )
  return rows[0] ?? reply.code(404).send({ error: 'no such order' })
})

app.addHook('onClose', () => pool.end())
process.once('SIGTERM', () => {
  void app.close()
  // A connection over which no request came yet is not idle for Node: it alone would keep the server open.
  setTimeout(() => app.server.closeAllConnections(), 1000).unref()
})

await app.listen({ host: HOST, port: Number(PORT) })

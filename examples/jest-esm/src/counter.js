// The system under test: counts in memory, a number for each name.
import { createServer } from 'node:http'
import process from 'node:process'

const counts = new Map()

createServer((request, response) => {
  const name = request.url.slice(1)
  if (request.method === 'POST') counts.set(name, (counts.get(name) ?? 0) + 1)
  response.end(`${counts.get(name) ?? 0}`)
}).listen(Number(process.argv[2]), '127.0.0.1')

import { readFile } from 'node:fs/promises'
import { defineServices, http, processService, taskService } from '@curfew/core'

// ES modules may await while they are loaded.
const { name } = JSON.parse(await readFile('package.json', 'utf8')) as { name: string }

export const services = defineServices()
  // One for all tests of a file: they share what it counted.
  .service('counter', { scope: 'file' }, () =>
    processService({
      command: process.execPath,
      args: ({ port }) => ['src/counter.js', `${port}`],
      ready: http('/health'),
    }),
  )
  // One for each test.
  .service('visitor', ({ counter }) =>
    taskService({
      intervalMs: 20,
      async run({ signal }) {
        await fetch(`${counter.url}/${name}`, { method: 'POST', signal })
      },
    }),
  )

import type { Journal } from '../journal/journal.ts'
import type { HostedSurroundings } from './host-driver.ts'

/** What a driver has for the process of one id. */
export function surroundingsOf(id: string, journal: Pick<Journal, 'write'>): HostedSurroundings {
  return {
    asked: (signal, processes) => journal.write({ event: 'asked', id, signal, processes }),
    killed: (processes) => journal.write({ event: 'killed', id, processes }),
    write() {
      // Of this machine: its processes write into pipes, or into the logs themselves.
    },
  }
}

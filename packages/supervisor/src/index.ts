export { connectProcessPort } from './client/connect.ts'
export { endRun } from './client/end-run.ts'
export {
  NoFreePortError,
  PortClosedError,
  ProtocolMismatchError,
  SpawnError,
  SupervisorCallError,
  SupervisorLostError,
  SupervisorStartError,
} from './errors.ts'
export { journalVersion, type FinishedService, type SpawnIntentEntry, type SupervisorEntry } from './journal/entries.ts'
export { journalPath } from './journal/journal.ts'

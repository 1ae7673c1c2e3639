export { connectProcessHost } from './client/connect.ts'
export { endRun } from './client/end-run.ts'
export { observeRun, type RunObserver } from './client/observe.ts'
export type { ObservedLease, ObservedOwner, ObservedProcess, ObservedResource, ObservedRun } from './run/observed.ts'
export { letSecondSignalKill } from './client/second-signal.ts'
export { takeWorkersAlong } from './client/take-workers-along.ts'
export {
  NoFreePortError,
  ProcessHostClosedError,
  ProtocolMismatchError,
  SpawnError,
  SupervisorCallError,
  SupervisorLostError,
  SupervisorStartError,
} from './errors.ts'
export { doctor, type DoctorOptions, type DoctorReport, type FolderReport } from './doctor/doctor.ts'
export { formatDoctor } from './doctor/format-doctor.ts'
export type { PortRange } from './ports/port-range.ts'
export { sweep, type SweepOptions } from './sweep/sweep.ts'
export type { SweptService } from './sweep/finish-left.ts'
export type { RefusedProcess, SweepReport, SweptRun } from './sweep/sweep-runs.ts'
export type { RunState } from './sweep/run-state.ts'
export { describeContainment } from './tree/containment.ts'
export type { SpawnIntentEntry, SupervisorEntry } from './journal/entries.ts'
export { journalPath } from './journal/journal.ts'

import './install.ts'

export { defineServices } from './catalog/catalog.ts'
export type { AnyCatalog, Catalog, ServicesOf, WideScopesOf } from './catalog/catalog.ts'
export type { ScopeKind } from './catalog/entry.ts'

export { Service } from './service/service.ts'
export type { StopOptions } from './service/service.ts'
export type { ServiceOptions } from './service/options.ts'
export { TaskService, taskService } from './service/task-service.ts'
export type { TaskBody, TaskContext, TaskOptions, TaskResult } from './service/task-definition.ts'
export { ProcessService, processService } from './service/process-service.ts'
export type { ProcessAddress, ProcessOptions } from './service/process-definition.ts'
export { ThreadService, threadService } from './service/thread-service.ts'
export type { ThreadOptions } from './service/thread-definition.ts'

export { http } from './readiness/http.ts'
export type { HttpOptions, HttpsTrust } from './readiness/http.ts'
export type { HttpStatusClass, HttpStatusOption } from './readiness/http-status.ts'
export { tcp } from './readiness/tcp.ts'
export type { TcpOptions } from './readiness/tcp.ts'
export { logLine } from './readiness/log-line.ts'
export type { LogLineOptions } from './readiness/log-line.ts'
export { message } from './readiness/message.ts'
export { completed } from './readiness/completed.ts'
export { allOf } from './readiness/all-of.ts'
export type { ProbeContext, Readiness, ReadinessFunction, ReadinessOption } from './readiness/readiness.ts'
export type {
  Ask,
  AskOptions,
  HttpAnswer,
  HttpQuestion,
  NetworkAnswer,
  NetworkQuestion,
  TlsTrust,
} from '@curfew/protocol'

export type { ThreadBody, ThreadContext, ThreadDataOf, ThreadInOf, ThreadOutOf } from './service/thread-module.ts'

export { ServiceList } from './list/service-list.ts'
export type { PendingServiceList } from './list/pending-list.ts'
export type { GradualStopOptions } from './scope/gradual-stop.ts'
export { findDetachedServices, findServicesByInstance, findServicesFromAllSources } from './list/registry.ts'

export { Node } from './places/node.ts'
export type { NodeOptions } from './places/node.ts'
export { Cluster } from './places/cluster.ts'
export type { ClusterOptions } from './places/cluster.ts'
export { localNode } from './places/local/local-node.ts'
export { localCluster } from './places/local/local-cluster.ts'

export type { PublicScope as Scope } from './scope/public-scope.ts'
export type { Stack } from './scope/stack.ts'
export type { ServiceVerdict, Verdict } from './scope/verdict.ts'
export type { EndedHow, ForcedBy, Outcome, Transition } from './lifecycle/outcome.ts'
export type { ServiceEvent, ServiceState } from './lifecycle/states.ts'
export type { Limits } from '@curfew/protocol'
export type { RuntimeExit, RuntimeKind } from './runtime/runtime.ts'
export type { OutputLine } from '@curfew/protocol'
export type { KeptLine } from './logging/service-log.ts'

export { CurfewError, isCurfewError } from '@curfew/protocol'
export { EngineMismatchError } from './errors/engine-mismatch-error.ts'
export type { CurfewErrorCode } from '@curfew/protocol'
export {
  CatalogError,
  DependencyCycleError,
  DuplicateServiceError,
  ReservedNameError,
  ScopeMismatchError,
  UnknownDependencyError,
  UnreadableDependenciesError,
  WrongResultError,
} from './errors/catalog-errors.ts'
export {
  CannotStartError,
  DependencyFailedError,
  ExitedWhileStartingError,
  LaunchError,
  NotStartedError,
  StartCalledOffError,
  StartTimeoutError,
  WaitCalledOffError,
} from './errors/start-errors.ts'
export {
  CleanupFailedError,
  CleanupRefusedError,
  KilledError,
  LeftBehindError,
  LeftAliveError,
  NotStoppedInTimeError,
  ServiceCrashedError,
  StopFailedError,
  UncleanStopError,
} from './errors/stop-errors.ts'
export {
  BadOptionError,
  NoScopeError,
  NoSuchServiceError,
  RunOverError,
  ScopeClosedError,
  ScopeStopTimeoutError,
  SharedServiceError,
} from './errors/scope-errors.ts'
export { SelfStopError } from './errors/self-stop-error.ts'
export { NodeNotUpError, NotExtensibleError } from './errors/place-errors.ts'
export { PortTakenError } from './errors/process-errors.ts'
export {
  ThreadDataError,
  ThreadImportError,
  ThreadModuleNotFoundError,
  ThreadNotAliveError,
} from './errors/thread-errors.ts'
export { CannotBecomeReadyError, NotReadyInTimeError, PortForeignError } from './errors/readiness-errors.ts'

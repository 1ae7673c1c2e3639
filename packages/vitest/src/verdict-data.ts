export { verdictData } from '@curfew/core/engine'
export type { ErrorData, OutcomeData, ServiceVerdictData, VerdictData } from '@curfew/core/engine'

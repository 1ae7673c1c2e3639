import type { ErrorData, OutcomeData, ServiceVerdictData, VerdictData } from '@curfew/core/runner'

export type { ErrorData, OutcomeData, ServiceVerdictData, VerdictData }

/** The type of the artifact that each attempt of a test with services leaves; reporters read it from `testCase.artifacts()`. */
export const verdictArtifact = '@curfew/vitest:verdict'

/** What became of the services of one attempt of a test. */
export interface VerdictArtifact {
  readonly type: typeof verdictArtifact
  readonly verdict: VerdictData
}

declare module 'vitest' {
  interface TestArtifactRegistry {
    readonly '@curfew/vitest:verdict': VerdictArtifact
  }

  interface TaskMeta {
    /** What became of the services that a whole file shares; `undefined` where it has none. */
    curfew?: VerdictData | undefined
  }
}

export function isVerdictArtifact(artifact: { readonly type: string }): artifact is VerdictArtifact {
  return artifact.type === verdictArtifact
}

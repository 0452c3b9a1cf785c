import { useNavigate } from '@solidjs/router';
import { createMemo, createSignal, type Accessor } from 'solid-js';
import { useField } from '#app/field-context.tsx';
import { openStates } from '#app/ui/assessment-row.tsx';
import { fromLive, fromLiveOf } from '#app/ui/from-live.ts';
import type { Problem } from '#shared/problems.ts';
import { startAssessment } from '#store/commands/start-assessment.ts';
import { listAssessments } from '#store/queries/list-assessments.ts';
import { listDefinitions } from '#store/queries/read-definition.ts';
import { readFirmDisputes, type FirmDispute } from '#store/queries/read-firm-disputes.ts';
import { readEnterprise } from '#store/queries/read-enterprise.ts';
import type { AssessmentSummary, DefinitionSummary, EnterpriseView } from '#store/views.ts';

export type EnterprisePage = {
  readonly enterprise: Accessor<EnterpriseView | null>;
  /** Read, and not there. */
  readonly absent: Accessor<boolean>;
  readonly disputes: Accessor<readonly FirmDispute[]>;
  readonly assessments: Accessor<readonly AssessmentSummary[]>;
  /** Newest editions, those on this phone first; null until read. */
  readonly definitions: Accessor<readonly DefinitionSummary[] | null>;
  /** An assessment with this definition that is still open, null where there is none. */
  readonly openWith: (definition: string) => AssessmentSummary | null;
  readonly problem: Accessor<Problem | null>;
  readonly start: (definitionHash: string) => Promise<void>;
};

export function createEnterprise(code: Accessor<string>): EnterprisePage {
  const field = useField();
  const navigate = useNavigate();
  const [problem, setProblem] = createSignal<Problem | null>(null);
  const [starting, setStarting] = createSignal(false);
  const read = fromLiveOf<string, { readonly enterprise: EnterpriseView | null } | null>(
    code,
    async (wanted) => ({ enterprise: await readEnterprise(field.store, wanted) }),
    null,
  );
  const disputes = fromLiveOf<string, readonly FirmDispute[]>(code, (firm) => readFirmDisputes(field.store, firm), []);
  const assessments = fromLiveOf<string, readonly AssessmentSummary[]>(
    code,
    (enterprise) => listAssessments(field.store, { enterprise }),
    [],
  );
  const definitions = fromLive<readonly DefinitionSummary[] | null>(() => listDefinitions(field.store), null);
  return {
    enterprise: () => read()?.enterprise ?? null,
    absent: () => {
      const result = read();
      return result !== null && result.enterprise === null;
    },
    disputes,
    assessments,
    definitions: createMemo(() => {
      const known = definitions();
      return known === null ? null : known.filter((one) => one.latest).toSorted((a, b) => Number(b.here) - Number(a.here));
    }),
    openWith: (definition) =>
      assessments().find(
        (assessment) => assessment.definition === definition && openStates.has(assessment.state) && !assessment.followUp,
      ) ?? null,
    problem,
    start: async (definitionHash) => {
      if (starting()) return;
      setStarting(true);
      const started = await startAssessment(field.store, { enterprise: code(), definition: definitionHash });
      setStarting(false);
      if (started.kind === 'refused') setProblem(started.problem);
      else navigate(`/assessments/${started.value.assessmentId}`);
    },
  };
}

import { useNavigate } from '@solidjs/router';
import { createMemo, createSignal, onMount, type Accessor } from 'solid-js';
import type { ActionPlan, ActionState } from '#domain/finding.ts';
import { decide } from '#policy/decide.ts';
import type { ActionDetail } from '#protocol/actions-wire.ts';
import type { ActionOf } from '#oplog/project-action.ts';
import type { RegionCode } from '#shared/ids.ts';
import type { Json } from '#shared/json.ts';
import type { Problem } from '#shared/problems.ts';
import { changeAction, moveAction } from '#store/commands/raise-finding.ts';
import { settleField } from '#store/commands/settle-field.ts';
import { startFollowUp } from '#store/commands/start-follow-up.ts';
import { readAction } from '#store/queries/read-action.ts';
import { readActionHistory, type ActionEvent } from '#store/queries/read-action-history.ts';
import { readFindings } from '#store/queries/read-findings.ts';
import { readFirmDisputes, type FirmDispute } from '#store/queries/read-firm-disputes.ts';
import { createWrite } from '#app/create-write.ts';
import { useField } from '#app/field-context.tsx';
import { dayKey } from '#app/i18n/format.ts';
import { createNow } from '#app/ui/create-now.ts';
import { fromLive } from '#app/ui/from-live.ts';
import { fetchSteps, stepsOf, type ShownStep } from './action-steps.ts';
import { followUpAddress } from './create-actions.ts';

export type ActionWork = {
  readonly actionId: string;
  /** Undefined until read, null: not on this phone. */
  readonly action: Accessor<ActionOf | null | undefined>;
  /** What was found, where the assessment is on this phone. */
  readonly finding: Accessor<string | null>;
  readonly history: Accessor<readonly ActionEvent[]>;
  readonly steps: Accessor<readonly ShownStep[]>;
  /** The server has told everybody's. */
  readonly whole: Accessor<boolean>;
  readonly disputes: Accessor<readonly FirmDispute[]>;
  readonly today: Accessor<string>;
  readonly mayWrite: Accessor<boolean>;
  readonly busy: Accessor<boolean>;
  readonly problem: Accessor<Problem | null>;
  readonly change: (changes: Partial<ActionPlan>) => Promise<boolean>;
  /** Any step but closing, which needs a follow-up. */
  readonly move: (state: Exclude<ActionState, 'closed'>, reason: string | null) => Promise<boolean>;
  readonly settle: (field: string, value: Json, reason: string | null) => Promise<boolean>;
  readonly follow: () => Promise<void>;
};

export function createAction(actionId: string): ActionWork {
  const { store } = useField();
  const navigate = useNavigate();
  const now = createNow();
  const today = createMemo(() => dayKey(now()));
  const action = fromLive<ActionOf | null | undefined>(() => readAction(store, actionId), undefined);
  const finding = fromLive<string | null>(async () => {
    const found = await readAction(store, actionId);
    const assessment = found?.record.assessment ?? null;
    if (assessment === null) return null;
    return (await readFindings(store, assessment)).find(({ findingId }) => findingId === found?.record.finding)?.text ?? null;
  }, null);
  const history = fromLive<readonly ActionEvent[]>(() => readActionHistory(store, actionId), []);
  const [told, setTold] = createSignal<ActionDetail['history'] | null>(null);
  onMount(() => void fetchSteps(actionId).then(setTold));
  const disputes = fromLive<readonly FirmDispute[]>(() => readFirmDisputes(store, actionId), []);
  const { busy, problem, run } = createWrite();
  return {
    actionId,
    action,
    finding,
    history,
    steps: createMemo(() => stepsOf(told(), history())),
    whole: () => told() !== null,
    disputes,
    today,
    mayWrite: () => {
      const current = action();
      if (current === null || current === undefined || current.voided) return false;
      const { personId: person, role, region } = store.profile;
      const { region: place, enterprise: firm } = current.record;
      const target = { region: place, firm, createdBy: null, state: null };
      // A firm that reached this phone is one that its person goes with.
      const actor = { person, role, region: region as RegionCode, assigned: new Set([firm]) };
      return decide(actor, 'op.set.action', target).kind === 'allowed';
    },
    busy,
    problem,
    change: (changes) => run(() => changeAction(store, actionId, changes)),
    move: (state, reason) => run(() => moveAction(store, actionId, { state, proof: null, reason })),
    settle: (field, value, reason) => run(() => settleField(store, { entity: 'action', id: actionId }, field, value, reason)),
    follow: async () => {
      await run(
        () => startFollowUp(store, { actions: [actionId], today: today() }),
        ({ assessments }) => navigate(followUpAddress(assessments)),
      );
    },
  };
}

import { useNavigate, useSearchParams } from '@solidjs/router';
import { createMemo, createSignal, type Accessor } from 'solid-js';
import { isOverdue } from '#domain/finding.ts';
import type { ActionOf } from '#oplog/project-action.ts';
import type { Problem } from '#shared/problems.ts';
import { startFollowUp } from '#store/commands/start-follow-up.ts';
import { listActions } from '#store/queries/read-action.ts';
import { useField } from '#app/field-context.tsx';
import { dayKey } from '#app/i18n/format.ts';
import { createNow } from '#app/ui/create-now.ts';
import { fromLiveOf } from '#app/ui/from-live.ts';

export const shows = ['open', 'overdue', 'closed'] as const;
export type Show = (typeof shows)[number];

export type ActionList = {
  /** Null until read. */
  readonly all: Accessor<readonly ActionOf[] | null>;
  readonly listed: Accessor<readonly ActionOf[]>;
  readonly count: (show: Show) => number;
  readonly show: Accessor<Show>;
  readonly setShow: (show: Show) => void;
  /** Name of the firm whose actions these are alone, null: everybody's. */
  readonly firm: Accessor<string | null>;
  readonly firmName: Accessor<string | null>;
  /** This phone's day. */
  readonly today: Accessor<string>;
  /** Ids that were chosen to be followed up; null while nobody is choosing. */
  readonly chosen: Accessor<ReadonlySet<string> | null>;
  readonly choose: (on: boolean) => void;
  readonly toggle: (action: ActionOf) => void;
  /** One visit is at one firm. */
  readonly canChoose: (action: ActionOf) => boolean;
  readonly follow: () => Promise<void>;
  readonly problem: Accessor<Problem | null>;
};

export function createActions(): ActionList {
  const { store } = useField();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams<{ show?: string; firm?: string }>();
  const now = createNow();
  const today = createMemo(() => dayKey(now()));
  const firm = (): string | null => search.firm ?? null;
  const all = fromLiveOf<string | null, readonly ActionOf[] | null>(
    firm,
    (enterprise) => listActions(store, enterprise === null ? {} : { enterprise }),
    null,
  );
  const [chosen, setChosen] = createSignal<ReadonlySet<string> | null>(null);
  const [problem, setProblem] = createSignal<Problem | null>(null);
  const isIn = (action: ActionOf, which: Show): boolean => {
    const isOpen = action.state === 'open' || action.state === 'reported';
    if (which === 'closed') return !isOpen;
    return which === 'open' ? isOpen : isOverdue({ due: action.record.due, state: action.state }, today());
  };
  const show = (): Show => shows.find((each) => each === search.show) ?? 'open';
  const listed = createMemo(() => (all() ?? []).filter((action) => isIn(action, show())));
  const chosenFirm = (): string | null => {
    const [first] = chosen() ?? [];
    return all()?.find(({ actionId }) => actionId === first)?.record.enterprise ?? null;
  };
  const canChoose = (action: ActionOf): boolean =>
    action.record.assessment !== null && (chosenFirm() ?? action.record.enterprise) === action.record.enterprise;
  return {
    all,
    listed,
    count: (which) => (all() ?? []).filter((action) => isIn(action, which)).length,
    show,
    setShow: (which) => setSearch({ show: which === 'open' ? null : which }, { replace: true, scroll: false }),
    firm,
    firmName: () => (firm() === null ? null : (all()?.[0]?.record.enterpriseName ?? null)),
    today,
    chosen,
    choose: (on) => setChosen(on ? new Set<string>() : null),
    canChoose,
    toggle: (action) => {
      const before = chosen() ?? new Set<string>();
      const after = new Set(before);
      if (!after.delete(action.actionId) && canChoose(action)) after.add(action.actionId);
      setChosen(after);
    },
    follow: async () => {
      const made = await startFollowUp(store, { actions: [...(chosen() ?? [])], today: today() });
      if (made.kind === 'refused') setProblem(made.problem);
      else navigate(followUpAddress(made.value.assessments));
    },
    problem,
  };
}

/** Several instruments: the first one; the others are on the visit. */
export function followUpAddress([first]: readonly string[]): string {
  return first === undefined ? '/actions' : `/assessments/${first}/follow-up`;
}

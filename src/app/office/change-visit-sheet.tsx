import { createEffect, createSignal, on, onCleanup, Show, type JSX } from 'solid-js';
import type { VisitPlan } from '#domain/visit.ts';
import type { OfficeFacets } from '#protocol/office-wire.ts';
import type { Colleague, VisitRow } from '#protocol/visits-wire.ts';
import { t } from '../i18n/t.ts';
import { Sheet } from '../ui/sheet.tsx';
import { createPlan } from '../visits/create-plan.ts';
import { PlanForm } from '../visits/plan-form.tsx';
import { createCommand } from './create-command.ts';
import { FaultNotice } from './fault-notice.tsx';
import { problemOf } from './office-api.ts';
import { instrumentChoices, peopleChoices, withChosen } from './plan-choices.ts';
import { changeVisitPlan, readVisitPlan } from './visits-api.ts';

/** Changes what is planned. Null: closed. The form shows the plan as it stood when it was opened, and only what differs from that is written. */
export function ChangeVisitSheet(props: {
  readonly visit: VisitRow | null;
  readonly people: readonly Colleague[];
  readonly instruments: OfficeFacets['definitions'];
  readonly onClose: () => void;
  readonly onDone: () => void;
}): JSX.Element {
  const [plan, setPlan] = createSignal<VisitPlan | null>(null);
  const { busy, fault, say, run } = createCommand();
  createEffect(
    on(
      () => props.visit?.visitId ?? null,
      (visitId) => {
        setPlan(null);
        say(null);
        if (visitId === null) return;
        const reading = new AbortController();
        onCleanup(() => reading.abort());
        readVisitPlan(visitId, reading.signal).then(setPlan, (error: unknown) => {
          if (!reading.signal.aborted) say(problemOf(error));
        });
      },
    ),
  );
  const save = async (seen: VisitPlan, next: VisitPlan): Promise<void> => {
    const id = props.visit?.visitId;
    if (id !== undefined && (await run(() => changeVisitPlan(id, seen, next)))) props.onDone();
  };
  const nameOf = (person: string): string => props.visit?.people.find((each) => each.person === person)?.name ?? person;
  return (
    <Sheet open={props.visit !== null} title={t('visits.desk.changeTitle')} onClose={() => props.onClose()}>
      <div class="stack">
        <p>
          <strong>{props.visit?.enterpriseName}</strong> <span class="soft">{props.visit?.regionName}</span>
        </p>
        <Show when={plan()} keyed fallback={<p class="soft">{fault() === null ? t('visits.desk.loading') : ''}</p>}>
          {(seen) => (
            <PlanForm
              plan={createPlan(seen)}
              instruments={withChosen(
                instrumentChoices(props.instruments),
                seen.instruments.map((id) => ({ id, label: id })),
              )}
              people={withChosen(
                peopleChoices(props.people),
                seen.people.map((id) => ({ id, label: nameOf(id) })),
              )}
              peopleHint={null}
              saveText={t('visits.desk.changeSave')}
              busy={busy()}
              onSave={(next) => void save(seen, next)}
            />
          )}
        </Show>
        <FaultNotice fault={fault()} />
      </div>
    </Sheet>
  );
}

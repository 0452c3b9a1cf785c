import { useNavigate } from '@solidjs/router';
import CalendarPlus from 'lucide-solid/icons/calendar-plus';
import MapPinCheck from 'lucide-solid/icons/map-pin-check';
import { For, Show, type JSX } from 'solid-js';
import type { VisitOf } from '#oplog/project-visit.ts';
import { planVisit } from '#store/commands/plan-visit.ts';
import { listVisits } from '#store/queries/read-visit.ts';
import { createWrite } from '../create-write.ts';
import { useField } from '../field-context.tsx';
import { dayKey } from '../i18n/format.ts';
import { t } from '../i18n/t.ts';
import { Button, ButtonLink } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { fromLiveOf } from '../ui/from-live.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { createInstruments } from './create-instruments.ts';
import { VisitRow } from './visit-row.tsx';

/** On a firm's page: go there now, plan to, and what is planned. */
export function FirmVisits(props: { readonly code: string }): JSX.Element {
  const { store, profile } = useField();
  const navigate = useNavigate();
  const { titleOf } = createInstruments();
  const { busy, problem, run } = createWrite();
  const firm = (): string => props.code;
  // fromLiveOf tracks its key itself.
  // oxlint-disable-next-line solid/reactivity
  const visits = fromLiveOf<string, readonly VisitOf[]>(firm, (enterprise) => listVisits(store, { enterprise }), []);
  const open = (): readonly VisitOf[] => visits().filter(({ state }) => state === 'planned' || state === 'under-way');
  const goNow = async (): Promise<void> => {
    const plan = {
      enterprise: props.code,
      date: dayKey(Date.now()),
      time: null,
      purpose: profile.role === 'inspector' ? 'verification' : 'assessment',
      instruments: [],
      people: [profile.personId],
      every: null,
      note: null,
      followUpOf: null,
      unplanned: true,
    } as const;
    await run(
      () => planVisit(store, plan),
      ({ visitId }) => navigate(`/visits/${visitId}?arrive=1`),
    );
  };
  return (
    <section class="stack-tight">
      <Show when={problem()}>{(reason) => <ProblemNotice problem={reason()} />}</Show>
      <div class="row">
        <Button icon={MapPinCheck} disabled={busy()} onClick={() => void goNow()}>
          {t('visits.now')}
        </Button>
        <ButtonLink icon={CalendarPlus} href={`/visits/new?enterprise=${props.code}`}>
          {t('visits.plan')}
        </ButtonLink>
      </div>
      <Show when={open().length > 0}>
        <h2>{t('visits.firm.upcoming')}</h2>
        <Card flush>
          <For each={open()}>
            {(visit) => (
              <VisitRow
                visit={visit}
                firm={null}
                instruments={visit.record.instruments.map(titleOf)}
                people={[]}
                metres={null}
                withDay
              />
            )}
          </For>
        </Card>
      </Show>
    </section>
  );
}

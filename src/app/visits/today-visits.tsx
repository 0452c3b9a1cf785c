import { A } from '@solidjs/router';
import { For, Show, type JSX } from 'solid-js';
import type { VisitOf } from '#oplog/project-visit.ts';
import { goesOn, listVisits } from '#store/queries/read-visit.ts';
import { useField } from '../field-context.tsx';
import { dayKey } from '../i18n/format.ts';
import { t } from '../i18n/t.ts';
import { Card } from '../ui/card.tsx';
import { createNow } from '../ui/create-now.ts';
import { fromLiveOf } from '../ui/from-live.ts';
import { createInstruments } from './create-instruments.ts';
import { createFirms } from './create-visit-list.ts';
import { VisitRow } from './visit-row.tsx';

/** How long a planned visit that nobody went to stays on the first screen. */
const lateDays = 14;

/** On the first screen: where one goes today, and planned visits that nobody went to. Nothing where there is none. */
export function TodayVisits(): JSX.Element {
  const { store, profile } = useField();
  const now = createNow();
  const { titleOf } = createInstruments();
  const today = (): string => dayKey(now());
  const since = (): string => dayKey(now() - lateDays * 24 * 3600 * 1000);
  const visits = fromLiveOf<string, readonly VisitOf[]>(
    () => `${since()} ${today()}`,
    async (key) => {
      const [from = '', to = ''] = key.split(' ');
      return (await listVisits(store, { from, to })).filter((visit) => goesOn(visit, profile.personId));
    },
    [],
  );
  const shown = (): readonly VisitOf[] =>
    visits().filter(
      ({ state, record }) => state === 'under-way' || state === 'planned' || (state === 'done' && record.date === today()),
    );
  const firmOf = createFirms(() => shown().map(({ record }) => record.enterprise));
  return (
    <Show when={shown().length > 0}>
      <section class="stack-tight">
        <div class="spread">
          <h2>{t('visits.tab')}</h2>
          <A class="link-target" href="/visits">
            {t('visits.everybody')}
          </A>
        </div>
        <Card flush>
          <For each={shown()}>
            {(visit) => (
              <VisitRow
                visit={visit}
                firm={firmOf(visit.record.enterprise)}
                instruments={visit.record.instruments.map(titleOf)}
                people={[]}
                metres={null}
                withDay={visit.record.date !== today()}
                late={visit.state === 'planned' && visit.record.date < today()}
              />
            )}
          </For>
        </Card>
      </section>
    </Show>
  );
}

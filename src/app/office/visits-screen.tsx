import { useSearchParams } from '@solidjs/router';
import CalendarDays from 'lucide-solid/icons/calendar-days';
import CalendarPlus from 'lucide-solid/icons/calendar-plus';
import { createSignal, For, Match, Show, Switch, type JSX } from 'solid-js';
import { visitStates } from '#domain/visit.ts';
import type { VisitRow } from '#protocol/visits-wire.ts';
import { dayKey, formatDay, formatList, formatTime } from '../i18n/format.ts';
import { t } from '../i18n/t.ts';
import { Button } from '../ui/button.tsx';
import { Tag } from '../ui/card.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Notice } from '../ui/notice.tsx';
import { ChangeVisitSheet } from './change-visit-sheet.tsx';
import { createPerson } from './create-person.ts';
import { createServerQuery } from './create-server-query.ts';
import { createVisitPages } from './create-visit-pages.ts';
import './filter-box.css';
import { readFacets } from './office-api.ts';
import { OfficeFrame } from './office-frame.tsx';
import { ReadProblem } from './read-problem.tsx';
import { CallOffSheet } from './call-off-sheet.tsx';
import { VisitSheet } from './visit-sheet.tsx';
import { readColleagues, type VisitFilter } from './visits-api.ts';
import '../visits/visits.css';
import './visits-screen.css';

const shownBefore = 7 * 24 * 3600 * 1000;

/** `/office/visits`: who goes where and when, and planning it for them. */
export function OfficeVisitsScreen(): JSX.Element {
  return (
    <OfficeFrame title={t('visits.desk.title')}>
      <VisitsPage />
    </OfficeFrame>
  );
}

function VisitsPage(): JSX.Element {
  const [search, setSearch] = useSearchParams<{ from?: string; to?: string; person?: string; state?: string }>();
  const filter = (): VisitFilter => ({
    from: search.from ?? dayKey(Date.now() - shownBefore),
    to: search.to ?? null,
    person: search.person ?? null,
    state: visitStates.find((state) => state === search.state) ?? null,
  });
  const narrow = (change: Partial<Record<keyof VisitFilter, string | null>>): void =>
    setSearch(change, { replace: true, scroll: false });
  const list = createVisitPages(filter);
  const person = createPerson();
  const mayPlan = (): boolean => person()?.role === 'reviewer' || person()?.role === 'administrator';
  const colleagues = createServerQuery(() => ({ key: mayPlan() ? ['colleagues'] : null, load: readColleagues }));
  const facets = createServerQuery(() => ({ key: ['facets'], load: readFacets }));
  const titleOf = (id: string): string => facets.value()?.definitions.find((each) => each.id === id)?.title ?? id;
  const [planning, setPlanning] = createSignal(false);
  const [ending, setEnding] = createSignal<VisitRow | null>(null);
  const [said, setSaid] = createSignal<string | null>(null);
  const [changing, setChanging] = createSignal<VisitRow | null>(null);
  const done = (text: string | null): void => {
    setPlanning(false);
    setChanging(null);
    setEnding(null);
    setSaid(text);
    list.again();
  };
  return (
    <section class="desk-visits" aria-labelledby="visits-title">
      <header class="spread">
        <div class="stack-tight">
          <h1 id="visits-title">{t('visits.desk.title')}</h1>
          <p class="soft">{t('visits.desk.text')}</p>
        </div>
        <Show when={mayPlan()}>
          <Button variant="primary" icon={CalendarPlus} onClick={() => setPlanning(true)}>
            {t('visits.desk.plan')}
          </Button>
        </Show>
      </header>
      <Filters filter={filter()} people={colleagues.value() ?? []} onChange={narrow} />
      <Show when={said()}>{(text) => <Notice tone="green">{text()}</Notice>}</Show>
      <Switch fallback={<p class="soft">{t('visits.desk.loading')}</p>}>
        <Match when={list.problem()}>{(reason) => <ReadProblem problem={reason()} onAgain={list.again} />}</Match>
        <Match when={list.visits()}>
          {(visits) => (
            <Show
              when={visits().length > 0}
              fallback={<EmptyState icon={CalendarDays} title={t('visits.desk.none')} text={t('visits.desk.noneText')} />}
            >
              <p class="soft small" role="status">
                {t('visits.desk.count', { count: list.total() })}
              </p>
              <VisitTable visits={visits()} titleOf={titleOf} mayPlan={mayPlan()} onChange={setChanging} onCallOff={setEnding} />
              <Show when={visits().length < list.total()}>
                <div class="desk-visits-more">
                  <Button disabled={list.loading()} onClick={list.next}>
                    {t('visits.desk.more')}
                  </Button>
                  <span class="soft small" role="status">
                    {t('visits.desk.shown', { count: visits().length, total: list.total() })}
                  </span>
                </div>
              </Show>
            </Show>
          )}
        </Match>
      </Switch>
      <VisitSheet
        open={planning()}
        people={colleagues.value() ?? []}
        instruments={facets.value()?.definitions ?? []}
        onClose={() => setPlanning(false)}
        onDone={() => done(t('visits.desk.planned'))}
      />
      <ChangeVisitSheet
        visit={changing()}
        people={colleagues.value() ?? []}
        instruments={facets.value()?.definitions ?? []}
        onClose={() => setChanging(null)}
        onDone={() => done(t('visits.desk.changed'))}
      />
      <CallOffSheet visit={ending()} onClose={() => setEnding(null)} onDone={() => done(null)} />
    </section>
  );
}

function Filters(props: {
  readonly filter: VisitFilter;
  readonly people: readonly { readonly person: string; readonly name: string }[];
  readonly onChange: (change: Partial<Record<keyof VisitFilter, string | null>>) => void;
}): JSX.Element {
  const orNull = (value: string): string | null => (value === '' ? null : value);
  return (
    <div class="desk-visits-filter no-print" role="search" aria-label={t('visits.desk.filter')}>
      <label class="filter-box">
        {t('visits.desk.from')}
        <input
          type="date"
          value={props.filter.from ?? ''}
          max={props.filter.to ?? undefined}
          onChange={(event) => props.onChange({ from: orNull(event.currentTarget.value) })}
        />
      </label>
      <label class="filter-box" classList={{ 'filter-box-active': props.filter.to !== null }}>
        {t('visits.desk.to')}
        <input
          type="date"
          value={props.filter.to ?? ''}
          min={props.filter.from ?? undefined}
          onChange={(event) => props.onChange({ to: orNull(event.currentTarget.value) })}
        />
      </label>
      <Show when={props.people.length > 0}>
        <label class="filter-box" classList={{ 'filter-box-active': props.filter.person !== null }}>
          <span class="visually-hidden">{t('visits.desk.person')}</span>
          <select onChange={(event) => props.onChange({ person: orNull(event.currentTarget.value) })}>
            <option value="">{t('visits.desk.anybody')}</option>
            <For each={props.people}>
              {({ person, name }) => (
                <option value={person} selected={props.filter.person === person}>
                  {name}
                </option>
              )}
            </For>
          </select>
        </label>
      </Show>
      <label class="filter-box" classList={{ 'filter-box-active': props.filter.state !== null }}>
        <span class="visually-hidden">{t('visits.desk.state')}</span>
        <select onChange={(event) => props.onChange({ state: orNull(event.currentTarget.value) })}>
          <option value="">{t('visits.desk.allStates')}</option>
          <For each={visitStates}>
            {(state) => (
              <option value={state} selected={props.filter.state === state}>
                {t(`visits.state.${state}`)}
              </option>
            )}
          </For>
        </select>
      </label>
    </div>
  );
}

function VisitTable(props: {
  readonly visits: readonly VisitRow[];
  readonly titleOf: (instrument: string) => string;
  readonly mayPlan: boolean;
  readonly onChange: (visit: VisitRow) => void;
  readonly onCallOff: (visit: VisitRow) => void;
}): JSX.Element {
  const times = ({ checkedInAt, checkedOutAt }: VisitRow): string =>
    [checkedInAt, checkedOutAt].flatMap((at) => (at === null ? [] : [formatTime(at)])).join(' – ');
  return (
    <div class="desk-visits-scroll">
      <table class="desk-visits-table">
        <thead>
          <tr>
            <th scope="col">{t('visits.desk.date')}</th>
            <th scope="col">{t('visits.desk.firm')}</th>
            <th scope="col">{t('visits.desk.purpose')}</th>
            <th scope="col">{t('visits.desk.who')}</th>
            <th scope="col">{t('visits.desk.instruments')}</th>
            <th scope="col">{t('visits.desk.state')}</th>
            <th scope="col">{t('visits.desk.arrived')}</th>
            <Show when={props.mayPlan}>
              <td />
            </Show>
          </tr>
        </thead>
        <tbody>
          <For each={props.visits}>
            {(visit) => (
              <tr>
                <td class="desk-visits-day">
                  {formatDay(new Date(`${visit.date}T12:00:00`))}
                  <br />
                  <span class="soft">{visit.time ?? t('visits.allDay')}</span>
                </td>
                <th scope="row">
                  {visit.enterpriseName}
                  <br />
                  <span class="soft">{visit.regionName}</span>{' '}
                  <Show when={visit.demo}>
                    <Tag>{t('shell.app.demo')}</Tag>
                  </Show>
                </th>
                <td>{t(`visits.purpose.${visit.purpose}`)}</td>
                <td>{formatList(visit.people.map(({ name }) => name))}</td>
                <td>{formatList(visit.instruments.map(props.titleOf))}</td>
                <td>
                  <span class={`tag visit-tag-${visit.state}`}>{t(`visits.state.${visit.state}`)}</span>
                </td>
                <td>{times(visit)}</td>
                <Show when={props.mayPlan}>
                  <td class="desk-visits-acts">
                    <Show when={visit.state === 'planned'}>
                      <Button
                        variant="quiet"
                        aria-label={t('visits.desk.changeOf', { firm: visit.enterpriseName, date: visit.date })}
                        onClick={() => props.onChange(visit)}
                      >
                        {t('visits.desk.change')}
                      </Button>
                      <Button
                        variant="quiet"
                        aria-label={t('visits.desk.cancelOf', { firm: visit.enterpriseName, date: visit.date })}
                        onClick={() => props.onCallOff(visit)}
                      >
                        {t('visits.desk.cancel')}
                      </Button>
                    </Show>
                  </td>
                </Show>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}

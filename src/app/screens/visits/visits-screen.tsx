import { useSearchParams } from '@solidjs/router';
import CalendarDays from 'lucide-solid/icons/calendar-days';
import Plus from 'lucide-solid/icons/plus';
import { For, Show, type JSX } from 'solid-js';
import { useField } from '#app/field-context.tsx';
import { dayKey, formatDay } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { ButtonLink } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { Segmented } from '#app/ui/segmented.tsx';
import { ScreenBody, TopBar } from '#app/ui/top-bar.tsx';
import { CalendarButton, calendarFileNameOfAll } from '#app/visits/calendar-button.tsx';
import { createColleagues } from '#app/visits/create-colleagues.ts';
import { createInstruments } from '#app/visits/create-instruments.ts';
import { createFirms, createVisitList, type VisitDay, type VisitList } from '#app/visits/create-visit-list.ts';
import { VisitRow } from '#app/visits/visit-row.tsx';
import { namesOf } from '#app/visits/visit-text.ts';
import type { VisitOf } from '#oplog/project-visit.ts';
import { AssessmentDays } from './assessment-days.tsx';
import './visits.css';

/** Past visits that are listed; a phone in its third year has hundreds. */
const pastShown = 60;

type Show_ = 'visits' | 'assessments';

/** Where one goes: today's visits and those to come by day, the past below; or all assessments by day. */
export function VisitsScreen(): JSX.Element {
  const [search, setSearch] = useSearchParams<{ show?: string }>();
  const show = (): Show_ => (search.show === 'assessments' ? 'assessments' : 'visits');
  return (
    <>
      <TopBar
        title={t('shell.visits.title')}
        actions={
          <ButtonLink variant="quiet" icon={Plus} href="/enterprises?start=visit">
            {t('visits.planShort')}
          </ButtonLink>
        }
      />
      <ScreenBody>
        <Segmented<Show_>
          label={t('visits.show')}
          quietLabel
          value={show()}
          onChange={(next) => setSearch({ show: next === 'visits' ? null : next }, { replace: true, scroll: false })}
          options={[
            { value: 'visits', label: t('visits.tab') },
            { value: 'assessments', label: t('visits.tabAssessments') },
          ]}
        />
        <Show when={show() === 'visits'} fallback={<AssessmentDays />}>
          <Visits />
        </Show>
      </ScreenBody>
    </>
  );
}

function Visits(): JSX.Element {
  const list = createVisitList();
  const { profile } = useField();
  const { nameOf } = createColleagues(false);
  const { titleOf } = createInstruments();
  const past = (): readonly VisitOf[] => list.past().slice(0, pastShown);
  const firmOf = createFirms(() => [...list.coming(), ...past()].map(({ record }) => record.enterprise));
  const row = (visit: VisitOf, isPast: boolean): JSX.Element => (
    <VisitRow
      visit={visit}
      firm={firmOf(visit.record.enterprise)}
      instruments={visit.record.instruments.map(titleOf)}
      people={namesOf(visit.record.people, nameOf(), profile.personId)}
      metres={list.metres(visit)}
      withDay={isPast}
      late={isPast && visit.state === 'planned'}
    />
  );
  return (
    <Show when={list.total() !== null}>
      <Show when={list.others() > 0}>
        <Segmented
          label={t('visits.whose')}
          quietLabel
          value={list.whose()}
          onChange={list.setWhose}
          options={[
            { value: 'mine', label: t('visits.mine') },
            { value: 'all', label: t('visits.everybody') },
          ]}
        />
      </Show>
      <Show when={list.days().length > 0} fallback={<Nothing list={list} />}>
        <For each={list.days()}>{(day) => <Day day={day} list={list} row={(visit) => row(visit, false)} />}</For>
        <CalendarButton
          visits={list.coming()}
          firmOf={firmOf}
          titleOf={titleOf}
          label={t('visits.calendarAll')}
          fileName={calendarFileNameOfAll(Date.now())}
        />
      </Show>
      <Show when={list.past().length > 0}>
        <details class="visits-past" open={list.days().length === 0}>
          <summary>{t('visits.pastCount', { count: list.past().length })}</summary>
          <Card flush>
            <For each={past()}>{(visit) => row(visit, true)}</For>
          </Card>
          <Show when={list.past().length > pastShown}>
            <p class="soft small">{t('visits.more', { count: list.past().length - pastShown })}</p>
          </Show>
        </details>
      </Show>
    </Show>
  );
}

function Day(props: {
  readonly day: VisitDay;
  readonly list: VisitList;
  readonly row: (visit: VisitOf) => JSX.Element;
}): JSX.Element {
  const noon = (): Date => new Date(`${props.day.date}T12:00:00`);
  const isToday = (): boolean => props.day.date === props.list.today();
  const name = (): string => {
    if (isToday()) return `${t('visits.today')} · ${formatDay(noon())}`;
    const tomorrow = new Date(`${props.list.today()}T12:00:00`);
    tomorrow.setDate(tomorrow.getDate() + 1);
    if (props.day.date === dayKey(tomorrow)) return `${t('visits.tomorrow')} · ${formatDay(noon())}`;
    const isThisYear = props.day.date.slice(0, 4) === props.list.today().slice(0, 4);
    return isThisYear ? formatDay(noon()) : `${props.day.date.slice(0, 4)} · ${formatDay(noon())}`;
  };
  return (
    <section class="stack-tight">
      <h2>{name()}</h2>
      <Show when={isToday() && props.day.visits.length > 1}>
        <Segmented
          label={t('visits.order')}
          quietLabel
          value={props.list.order()}
          onChange={(order) => void props.list.setOrder(order)}
          options={[
            { value: 'time', label: t('visits.byTime') },
            { value: 'way', label: t('visits.byWay') },
          ]}
        />
        <Show when={props.list.order() === 'way' && props.list.way() !== 'idle'}>
          <Notice tone={props.list.way() === 'failed' ? 'amber' : 'info'}>
            {props.list.way() === 'failed' ? t('visits.wayFailed') : t('visits.locating')}
          </Notice>
        </Show>
      </Show>
      <Card flush>
        <For each={props.day.visits}>{(visit) => props.row(visit)}</For>
      </Card>
    </section>
  );
}

function Nothing(props: { readonly list: VisitList }): JSX.Element {
  const onlyOthers = (): boolean => props.list.others() > 0 && props.list.whose() === 'mine';
  return (
    <EmptyState
      icon={CalendarDays}
      title={onlyOthers() ? t('visits.noneMine') : t('visits.none')}
      text={onlyOthers() ? t('visits.noneMineText') : t('visits.noneText')}
      action={
        <ButtonLink variant="primary" href="/enterprises?start=visit">
          {t('visits.plan')}
        </ButtonLink>
      }
    />
  );
}

import { useParams, useSearchParams } from '@solidjs/router';
import CalendarX from 'lucide-solid/icons/calendar-x';
import LogIn from 'lucide-solid/icons/log-in';
import LogOut from 'lucide-solid/icons/log-out';
import Repeat from 'lucide-solid/icons/repeat';
import { createSignal, Match, Show, Switch, untrack, type JSX } from 'solid-js';
import { monthsLater } from '#domain/visit-plan.ts';
import { isFine } from '#domain/travel.ts';
import type { VisitMoment } from '#domain/visit.ts';
import type { VisitOf } from '#oplog/project-visit.ts';
import { FirmActions } from '#app/actions/firm-actions.tsx';
import { keepTexts } from '#app/drafts/create-draft.ts';
import { useField } from '#app/field-context.tsx';
import { dayKey, formatDay, formatList, formatTime } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { Card, Tag } from '#app/ui/card.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { Notice, ProblemNotice } from '#app/ui/notice.tsx';
import { ReasonSheet } from '#app/ui/reason-sheet.tsx';
import { ScreenBody, TopBar } from '#app/ui/top-bar.tsx';
import { VisitDisputes } from '#app/visits/visit-disputes.tsx';
import { VisitTag } from '#app/visits/visit-row.tsx';
import { callOffWords, dayOf, spanText } from '#app/visits/visit-text.ts';
import { CheckSheet } from './check-sheet.tsx';
import { createVisit, type VisitWork } from './create-visit.ts';
import { FirmCard } from './firm-card.tsx';
import { ParticipantsCard } from './participants-card.tsx';
import { PlanCard } from './plan-card.tsx';
import { ReadyCard } from './ready-card.tsx';
import { WorkCard } from './work-card.tsx';
import './visits.css';

/** `/visits/:id`: from the plan over the gate and the people to the results and the next visit. */
export function VisitScreen(): JSX.Element {
  const params = useParams<{ id: string }>();
  return (
    <Show when={params.id} keyed>
      {(id) => <Opened id={id} />}
    </Show>
  );
}

function Opened(props: { readonly id: string }): JSX.Element {
  // The caller keys this component by id.
  const work = createVisit(untrack(() => props.id));
  const subtitle = (visit: VisitOf): string =>
    [formatDay(dayOf(visit)), visit.record.time ?? '', t(`visits.purpose.${visit.record.purpose}`)]
      .filter((part) => part !== '')
      .join(' · ');
  return (
    <>
      <TopBar
        title={work.visit()?.record.enterpriseName ?? t('shell.visits.title')}
        tabTitle={t('shell.visits.title')}
        subtitle={work.visit() == null ? null : subtitle(work.visit() as VisitOf)}
        back="/visits"
      />
      <ScreenBody>
        <Show
          when={work.visit() !== null}
          fallback={<EmptyState icon={CalendarX} title={t('visits.visit.absent')} text={t('visits.visit.absentText')} />}
        >
          <Show when={work.visit()}>{(visit) => <Visit visit={visit()} work={work} />}</Show>
        </Show>
      </ScreenBody>
    </>
  );
}

function Visit(props: { readonly visit: VisitOf; readonly work: VisitWork }): JSX.Element {
  const [search, setSearch] = useSearchParams<{ arrive?: string }>();
  const arriving = search.arrive !== undefined && untrack(() => props.visit.state) === 'planned';
  const [checking, setChecking] = createSignal<'in' | 'out' | null>(arriving ? 'in' : null);
  const { store } = useField();
  const [cancelling, setCancelling] = createSignal(false);
  const closeCheck = (): void => {
    setChecking(null);
    if (search.arrive !== undefined) setSearch({ arrive: null }, { replace: true, scroll: false });
  };
  const check = async (moment: VisitMoment): Promise<boolean> => {
    const way = checking();
    const done = way !== null && (await props.work.check(way, moment));
    if (done) window.scrollTo(0, 0);
    closeCheck();
    return done;
  };
  const clockText = (): string | null => {
    const by = props.work.clockSet();
    if (by === 0) return null;
    return t(by > 0 ? 'visits.clock.note' : 'visits.clock.noteBack', { span: spanText(Math.abs(by)) });
  };
  return (
    <>
      <Show when={props.work.problem()}>{(reason) => <ProblemNotice problem={reason()} />}</Show>
      <VisitDisputes visit={props.visit} nameOf={(field) => fieldNames([field])} />
      <Show when={props.visit.state === 'cancelled'}>
        <Notice tone="info" title={t('visits.visit.cancelled')}>
          {t('visits.visit.cancelledText', { reason: props.visit.voidReason ?? '' })}
        </Notice>
      </Show>
      <Show when={props.visit.state === 'under-way' && props.work.clockSet() !== 0}>
        <Notice tone="amber" title={t('visits.clock.title')}>
          {t(props.work.clockSet() > 0 ? 'visits.clock.forward' : 'visits.clock.back', {
            span: spanText(Math.abs(props.work.clockSet())),
          })}
          {t('visits.clock.text')}
        </Notice>
      </Show>
      <Presence visit={props.visit} work={props.work} onCheck={setChecking} />
      <Show when={props.visit.state === 'done'}>
        <NextVisit visit={props.visit} next={props.work.next()} />
      </Show>
      <FirmCard visit={props.visit} firm={props.work.firm()} />
      <Show when={props.visit.state !== 'planned'}>
        <WorkCard visit={props.visit} work={props.work} />
      </Show>
      <FirmActions enterprise={props.visit.record.enterprise} />
      <ParticipantsCard visit={props.visit} work={props.work} />
      <Show when={props.visit.state === 'planned'}>
        <ReadyCard visit={props.visit} />
        <WorkCard visit={props.visit} work={props.work} />
      </Show>
      <PlanCard visit={props.visit} firm={props.work.firm()} />
      <Show
        when={props.visit.state === 'planned' || (props.visit.state === 'under-way' && props.work.assessments().length === 0)}
      >
        <Button variant="danger" onClick={() => setCancelling(true)}>
          {t('visits.visit.cancel')}
        </Button>
      </Show>
      <CheckSheet
        open={checking() !== null}
        way={checking() ?? 'in'}
        busy={props.work.busy()}
        note={clockText()}
        keep={keepTexts(store)(`check/${props.visit.visitId}/${checking() ?? ''}`)}
        onClose={closeCheck}
        onCheck={check}
      />
      <ReasonSheet
        open={cancelling()}
        keep={keepTexts(store)(`reason/${props.visit.visitId}`)}
        title={t('visits.visit.cancelTitle')}
        text={t('visits.visit.cancelText')}
        words={callOffWords()}
        tone="danger"
        busy={props.work.busy()}
        onClose={() => setCancelling(false)}
        onReason={(reason) => props.work.cancel(reason)}
      >
        <Show when={props.work.problem()}>{(found) => <ProblemNotice problem={found()} />}</Show>
      </ReasonSheet>
    </>
  );
}

/** Whether one is there, since when, and the step that comes next. */
function Presence(props: {
  readonly visit: VisitOf;
  readonly work: VisitWork;
  readonly onCheck: (way: 'in' | 'out') => void;
}): JSX.Element {
  const stayed = (): number => Date.parse(props.visit.checkOut?.at ?? '') - Date.parse(props.visit.checkIn?.at ?? '');
  return (
    <Card>
      <div class="stack-tight">
        <p class="row">
          <VisitTag visit={props.visit} late={props.visit.state === 'planned' && props.visit.record.date < dayKey(Date.now())} />
          <Show when={props.visit.record.unplanned}>
            <Tag>{t('visits.unplanned')}</Tag>
          </Show>
          <Show when={props.visit.record.followUpOf}>
            <Tag>{t('visits.followUp')}</Tag>
          </Show>
          <Show when={props.visit.record.demo}>
            <Tag>{t('shell.app.demo')}</Tag>
          </Show>
          <Show when={props.visit.record.assignedBy}>
            {(by) => <span class="soft small">{t('visits.assignedBy', { name: by().name })}</span>}
          </Show>
        </p>
        <div class="visit-moments">
          <Show when={props.visit.checkIn}>{(moment) => <Moment way="in" moment={moment()} />}</Show>
          <Show when={props.visit.checkOut}>{(moment) => <Moment way="out" moment={moment()} />}</Show>
          <Show when={props.visit.state === 'done' && stayed() >= 60_000}>
            <p class="soft small">{t('visits.check.stayed', { span: spanText(stayed()) })}</p>
          </Show>
        </div>
        <Switch>
          <Match when={props.visit.state === 'planned'}>
            <Button variant="primary" size="large" wide icon={LogIn} onClick={() => props.onCheck('in')}>
              {t('visits.check.in')}
            </Button>
          </Match>
          <Match when={props.visit.state === 'under-way'}>
            <Button variant="primary" size="large" wide icon={LogOut} onClick={() => props.onCheck('out')}>
              {t('visits.check.out')}
            </Button>
          </Match>
        </Switch>
      </div>
    </Card>
  );
}

function Moment(props: { readonly way: 'in' | 'out'; readonly moment: VisitMoment }): JSX.Element {
  return (
    <p>
      <span class="strong">
        {t(props.way === 'in' ? 'visits.check.arrived' : 'visits.check.left', { time: formatTime(props.moment.at) })}
      </span>{' '}
      <span class={`small ${isFine(props.moment) ? 'soft' : 'work-open'}`}>
        {[
          props.moment.position === null
            ? null
            : t('visits.check.accuracy', { accuracy: Math.round(props.moment.position.accuracy) }),
          props.moment.position === null && props.moment.reason !== null
            ? t('visits.check.noPosition', { reason: props.moment.reason })
            : props.moment.reason,
        ]
          .filter((part) => part !== null)
          .join(' · ')}
      </span>
    </p>
  );
}

/** After leaving: the next one where it recurs, or coming back to see. */
function NextVisit(props: { readonly visit: VisitOf; readonly next: VisitOf | null }): JSX.Element {
  const every = (): number | null => props.visit.record.every;
  const date = (): string => monthsLater(props.visit.record.date, every() ?? 0);
  return (
    <Show
      when={props.next}
      fallback={
        <Notice
          tone={every() === null ? 'info' : 'amber'}
          title={every() === null ? t('visits.check.doneTitle') : t('visits.check.next')}
          actions={
            <>
              <Show when={every() !== null}>
                <ButtonLink variant="primary" icon={Repeat} href={`/visits/new?after=${props.visit.visitId}`}>
                  {t('visits.check.nextPlan', { date: date() })}
                </ButtonLink>
              </Show>
              <ButtonLink href={`/visits/new?after=${props.visit.visitId}&purpose=follow-up`}>
                {t('visits.check.followUp')}
              </ButtonLink>
            </>
          }
        >
          {every() === null ? '' : t('visits.check.nextText', { count: every() ?? 0, date: date() })}
        </Notice>
      }
    >
      {(next) => (
        <Notice
          tone="green"
          title={t('visits.check.nextDone', { date: next().record.date })}
          actions={<ButtonLink href={`/visits/${next().visitId}`}>{t('visits.check.next')}</ButtonLink>}
        />
      )}
    </Show>
  );
}

function fieldNames(fields: readonly string[]): string {
  const names: Readonly<Record<string, string>> = {
    date: t('visits.form.date'),
    time: t('visits.form.time'),
    purpose: t('visits.form.purpose'),
    instruments: t('visits.form.instruments'),
    people: t('visits.form.people'),
    every: t('visits.form.every'),
    note: t('visits.form.note'),
    checkIn: t('visits.check.in'),
    checkOut: t('visits.check.out'),
  };
  return formatList([...new Set(fields.map((field) => names[field] ?? t('visits.sections.split')))]);
}

import { A } from '@solidjs/router';
import Inbox from 'lucide-solid/icons/inbox';
import { createSignal, For, Match, Show, Switch, type JSX } from 'solid-js';
import type { QuarantineReply, QuarantinedStep } from '#protocol/quarantine-wire.ts';
import { problem, type ProblemCode } from '#shared/problems.ts';
import { formatMoment } from '../i18n/format.ts';
import { problemText } from '../i18n/problem-text.ts';
import { t } from '../i18n/t.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Field } from '../ui/field.tsx';
import { createCommand, faultText } from './create-command.ts';
import { createPerson } from './create-person.ts';
import { createServerQuery } from './create-server-query.ts';
import { DamagedFiles } from './damaged-files.tsx';
import { actOf } from './history-act.ts';
import { readQuarantine, releaseStep } from './office-api.ts';
import { OfficeFrame } from './office-frame.tsx';
import { keepOnPage } from './keep-on-page.ts';
import { knownProblem } from './problem-from-wire.ts';
import { ReadProblem } from './read-problem.tsx';
import { RescueCard } from './rescue-card.tsx';
import './quarantine-screen.css';

/** `/office/quarantine`: changes that arrived and do not count yet, why, and the way to let them count. */
export function QuarantineScreen(): JSX.Element {
  return (
    <OfficeFrame title={t('office.quarantine.title')}>
      <QuarantinePage />
    </OfficeFrame>
  );
}

function QuarantinePage(): JSX.Element {
  const list = createServerQuery(() => ({ key: ['quarantine'], load: readQuarantine }));
  const person = createPerson();
  const mayRelease = (): boolean => person()?.role === 'reviewer';
  const steps = () => list.value()?.steps ?? null;
  const differences = () => list.value()?.differences ?? [];
  return (
    <section class="quarantine" aria-labelledby="quarantine-title">
      <header class="stack-tight">
        <h1 id="quarantine-title">{t('office.quarantine.title')}</h1>
        <p class="soft">{t('office.quarantine.text')}</p>
      </header>
      <DamagedFiles />
      <Switch fallback={<p class="soft">{t('office.list.loading')}</p>}>
        <Match when={list.failed()}>{(reason) => <ReadProblem problem={reason()} onAgain={list.again} />}</Match>
        <Match when={steps()?.length === 0}>
          <EmptyState icon={Inbox} title={t('office.quarantine.emptyTitle')} text={t('office.quarantine.emptyText')} />
        </Match>
        <Match when={steps()}>
          {(shown) => (
            <ul class="quarantine-list">
              <For each={shown()}>
                {(step) => <QuarantinedStepCard step={step} mayRelease={mayRelease()} onReleased={list.again} />}
              </For>
            </ul>
          )}
        </Match>
      </Switch>
      <Differences found={differences()} />
      <Show when={mayRelease()}>
        <RescueCard onImported={list.again} />
      </Show>
    </section>
  );
}

function Differences(props: { readonly found: QuarantineReply['differences'] }): JSX.Element {
  return (
    <Show when={props.found.length > 0}>
      <section class="stack-tight" aria-labelledby="differences-title">
        <h2 id="differences-title">{t('office.quarantine.differences')}</h2>
        <p class="soft">{t('office.quarantine.differencesText')}</p>
        <ul class="quarantine-changes">
          <For each={props.found}>
            {({ assessment, enterpriseName, person, at }) => (
              <li>
                <A href={`/office/assessments/${assessment}`}>{enterpriseName}</A>{' '}
                <span class="soft small">{t('office.quarantine.difference', { person, time: formatMoment(at) })}</span>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}

export function QuarantinedStepCard(props: {
  readonly step: QuarantinedStep;
  readonly mayRelease: boolean;
  readonly onReleased: () => void;
}): JSX.Element {
  return (
    <li class="card stack-tight">
      <p class="spread">
        <strong>{props.step.enterpriseName ?? t('office.quarantine.noFirm')}</strong>
        <span class="soft small">
          {t('office.quarantine.from', { author: props.step.author, time: formatMoment(props.step.receivedAt) })}
        </span>
      </p>
      <p>{whyText(props.step)}</p>
      <ul class="quarantine-changes">
        <For each={props.step.changes}>{(change) => <li>{changeText(change)}</li>}</For>
      </ul>
      <Show when={props.mayRelease && props.step.releasable}>
        <ReleaseForm step={props.step} onReleased={props.onReleased} />
      </Show>
    </li>
  );
}

const createKeptReason = keepOnPage<string>();

function ReleaseForm(props: { readonly step: QuarantinedStep; readonly onReleased: () => void }): JSX.Element {
  const [open, setOpen] = createSignal(false);
  const [kept, setReason] = createKeptReason(() => props.step.step);
  const reason = (): string => kept() ?? '';
  const { busy, fault, say, run } = createCommand();
  const release = async (): Promise<void> => {
    const { step, onReleased } = props;
    const why = reason().trim();
    if (why === '') return say(t('office.quarantine.reasonMissing'));
    await run(
      () => releaseStep(step, why),
      (left) => {
        if (left !== null) return say(whyText({ ...step, problem: left, releasable: false }));
        setReason('');
        onReleased();
      },
    );
  };
  return (
    <Show
      when={open()}
      fallback={
        <Button class="quarantine-open" onClick={() => setOpen(true)}>
          {t('office.quarantine.release')}
        </Button>
      }
    >
      <form
        class="quarantine-release"
        onSubmit={(event) => {
          event.preventDefault();
          void release();
        }}
      >
        <Field
          label={t('office.quarantine.reason')}
          hint={t('office.quarantine.reasonHint')}
          problem={faultText(fault())}
          maxLength={500}
          value={reason()}
          onType={setReason}
        />
        <div class="quarantine-buttons">
          <Button type="submit" variant="primary" disabled={busy()}>
            {t('office.quarantine.confirm')}
          </Button>
          <Button variant="quiet" onClick={() => setOpen(false)}>
            {t('office.quarantine.cancel')}
          </Button>
        </div>
      </form>
    </Show>
  );
}

function whyText({ problem: code, releasable, changes }: QuarantinedStep): string {
  const subject = changes.find((change) => change.problem === code)?.subject ?? '';
  switch (code as ProblemCode) {
    case 'access.not-found':
      return t(releasable ? 'office.quarantine.why.place' : 'office.quarantine.why.waits');
    case 'access.denied':
      return t('office.quarantine.why.denied');
    case 'assessment.not-editable':
      return t('office.quarantine.why.closed');
    default:
      return t('office.quarantine.why.value', {
        problem: problemText(knownProblem({ code, detail: { question: subject } }) ?? problem('sync.quarantined')),
      });
  }
}

function changeText({ kind, entity, subject, value }: QuarantinedStep['changes'][number]): string {
  const act = t(`office.history.act.${actOf({ kind, entity, register: '' })}`);
  if (subject === null) return value === null ? act : t('office.quarantine.change', { act, what: value });
  const what = value === null ? subject : t('office.history.value', { subject, value });
  return t('office.quarantine.change', { act, what });
}

import CircleCheck from 'lucide-solid/icons/circle-check';
import { createMemo, createSignal, For, Match, Show, Switch, type JSX } from 'solid-js';
import type { CompiledDefinition } from '#definition/compiled.ts';
import type { FirmFormReply } from '#protocol/firm-link-wire.ts';
import { FormContext } from '#app/form/form-context.tsx';
import { formatMoment } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { ProgressLine } from '#app/ui/progress-line.tsx';
import { ScreenBody, TopBar } from '#app/ui/top-bar.tsx';
import '#app/screens/questionnaire/questionnaire.css';
import { createFirmForm, type FirmForm } from './create-firm-form.ts';
import type { FirmApi } from './firm-api.ts';
import { FirmReview } from './firm-review.tsx';
import { failureText } from './firm-save-line.tsx';
import { FirmBar, FirmSection } from './firm-section.tsx';
import './firm.css';

/** `review`: the last look before handing in. */
type Place = { readonly kind: 'section'; readonly index: number } | { readonly kind: 'review' } | { readonly kind: 'done' };

/** The form, section by section; then a last look; then thanks. */
export function FirmFilling(props: {
  readonly api: FirmApi;
  readonly reply: FirmFormReply;
  readonly compiled: CompiledDefinition;
}): JSX.Element {
  // Keyed: another form is another component.
  // eslint-disable-next-line solid/reactivity
  const form = createFirmForm(props.api, props.reply, props.compiled);
  const firstOpen = (): number => {
    const open = form.sections().findIndex(({ name }) => (sectionProgress(form, name)?.unanswered.length ?? 0) > 0);
    return Math.max(0, open);
  };
  const [place, setPlace] = createSignal<Place>(
    form.handedInAt() === null ? { kind: 'section', index: firstOpen() } : { kind: 'done' },
  );
  const go = (next: Place): void => {
    setPlace(next);
    window.scrollTo(0, 0);
    document.getElementById('main')?.focus({ preventScroll: true });
  };
  const at = (): number => {
    const now = place();
    return now.kind === 'section' ? Math.min(now.index, form.sections().length - 1) : form.sections().length;
  };
  const section = createMemo(() => (place().kind === 'section' ? (form.sections()[at()] ?? null) : null));
  return (
    <FormContext.Provider value={form.work}>
      <TopBar
        title={props.reply.enterpriseName}
        tabTitle={t('firm.name')}
        subtitle={`${props.reply.title} · ${t(props.reply.asks === null ? 'firm.name' : 'firm.again')}`}
        actions={
          <Show when={section()}>
            <span class="section-count" aria-label={t('firm.section', { number: at() + 1, total: form.sections().length })}>
              {at() + 1}/{form.sections().length}
            </span>
          </Show>
        }
        below={
          <ProgressLine
            value={form.progress().answered}
            max={form.progress().total}
            label={t('firm.progress', { answered: form.progress().answered, total: form.progress().total })}
          />
        }
      />
      <ScreenBody class="questionnaire">
        <Show when={form.closed()}>{(why) => <Notice tone="red">{failureText(why())}</Notice>}</Show>
        <Switch>
          <Match when={section()} keyed>
            {(shown) => (
              <>
                <Show when={at() === 0 && form.closed() === null}>
                  <Intro reply={props.reply} />
                </Show>
                <Disputed form={form} />
                <FirmSection section={shown} number={at() + 1} compiled={props.compiled} />
              </>
            )}
          </Match>
          <Match when={place().kind === 'review'}>
            <FirmReview
              form={form}
              onSection={(index) => go({ kind: 'section', index })}
              onDone={() => go({ kind: 'done' })}
              onBack={() => go({ kind: 'section', index: form.sections().length - 1 })}
            />
          </Match>
          <Match when={form.handedInAt()}>
            {(at) => <Done at={at()} onChange={() => go({ kind: 'section', index: firstOpen() })} />}
          </Match>
        </Switch>
      </ScreenBody>
      <Show when={section()}>
        <FirmBar
          form={form}
          first={at() === 0}
          last={at() === form.sections().length - 1}
          onPrevious={() => go({ kind: 'section', index: at() - 1 })}
          onNext={() => go(at() === form.sections().length - 1 ? { kind: 'review' } : { kind: 'section', index: at() + 1 })}
        />
      </Show>
    </FormContext.Provider>
  );
}

function Intro(props: { readonly reply: FirmFormReply }): JSX.Element {
  return (
    <Notice tone="info" title={props.reply.asks === null ? undefined : t('firm.againText')}>
      {t('firm.intro')} {t('firm.bring')}
      <p class="soft small">{t('firm.until', { time: formatMoment(props.reply.expiresAt) })}</p>
    </Notice>
  );
}

function Done(props: { readonly at: string; readonly onChange: () => void }): JSX.Element {
  return (
    <Card>
      <EmptyState
        icon={CircleCheck}
        title={t('firm.done')}
        text={t('firm.doneText', { time: formatMoment(props.at) })}
        action={<Button onClick={() => props.onChange()}>{t('firm.change')}</Button>}
      />
    </Card>
  );
}

function Disputed(props: { readonly form: FirmForm }): JSX.Element {
  const labels = (): readonly string[] =>
    props.form.disputed().map((path) => {
      const name = path.split('/').at(-1) ?? path;
      return props.form.work.form.index.questions.get(name)?.question.label ?? name;
    });
  return (
    <Show when={labels().length > 0}>
      <Notice tone="amber" title={t('firm.disputed', { count: labels().length })}>
        {t('firm.disputedText', { questions: '' })}
        <ul class="firm-disputed">
          <For each={labels()}>{(label) => <li>{label}</li>}</For>
        </ul>
      </Notice>
    </Show>
  );
}

function sectionProgress(form: FirmForm, name: string) {
  return form.progress().sections.find(({ section }) => section === name);
}

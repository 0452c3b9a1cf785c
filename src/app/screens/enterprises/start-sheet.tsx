import { A } from '@solidjs/router';
import FileQuestion from 'lucide-solid/icons/file-question-mark';
import Info from 'lucide-solid/icons/info';
import { createSignal, For, Show, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import { EmptyState } from '#app/ui/empty-state.tsx';
import { Notice, ProblemNotice } from '#app/ui/notice.tsx';
import { Sheet } from '#app/ui/sheet.tsx';
import type { DefinitionSummary } from '#store/views.ts';
import type { EnterprisePage } from './create-enterprise.ts';

/** Chooses the questionnaire; one that is open for this firm already is offered for going on first. */
export function StartSheet(props: {
  readonly page: EnterprisePage;
  readonly open: boolean;
  readonly onClose: () => void;
}): JSX.Element {
  const [asked, setAsked] = createSignal<DefinitionSummary | null>(null);
  const choose = (definition: DefinitionSummary): void => {
    if (props.page.openWith(definition.id) !== null && asked()?.hash !== definition.hash) setAsked(definition);
    else void props.page.start(definition.hash);
  };
  const alreadyOpen = () => {
    const definition = asked();
    return definition === null ? null : props.page.openWith(definition.id);
  };
  const close = (): void => {
    setAsked(null);
    props.onClose();
  };
  return (
    <Sheet open={props.open} title={t('shell.enterprises.choose')} onClose={close}>
      <div class="stack">
        <Show when={props.page.problem()}>{(problem) => <ProblemNotice problem={problem()} />}</Show>
        <Show when={alreadyOpen()}>
          {(assessment) => (
            <Notice
              tone="info"
              title={t('shell.enterprises.alreadyOpen', { title: assessment().title })}
              actions={
                <>
                  <ButtonLink variant="primary" href={`/assessments/${assessment().assessmentId}`}>
                    {t('shell.enterprises.continueOpen')}
                  </ButtonLink>
                  <Button
                    onClick={() => {
                      const definition = asked();
                      if (definition !== null) void props.page.start(definition.hash);
                    }}
                  >
                    {t('shell.enterprises.startAnother')}
                  </Button>
                </>
              }
            />
          )}
        </Show>
        <For
          each={props.page.definitions() ?? []}
          fallback={
            <EmptyState
              icon={FileQuestion}
              title={t('shell.enterprises.definitionNone')}
              text={t('shell.enterprises.definitionNoneText')}
            />
          }
        >
          {(definition) => (
            <div class="definition-line">
              <button type="button" class="definition-choice" disabled={!definition.here} onClick={() => choose(definition)}>
                <span class="strong">{definition.title}</span>
                <span class="soft small">
                  {t('shell.enterprises.edition', { edition: definition.edition })}
                  <Show when={definition.minutes}>
                    {(minutes) => <> · {t('shell.enterprises.definitionMinutes', { minutes: minutes() })}</>}
                  </Show>
                  <Show when={!definition.here}> · {t('shell.enterprises.definitionMissing')}</Show>
                </span>
              </button>
              <A
                class="icon-button"
                href={`/definitions/${definition.hash}`}
                aria-label={t('shell.enterprises.aboutDefinition', { title: definition.title })}
                title={t('shell.enterprises.aboutDefinition', { title: definition.title })}
              >
                <Info size={22} aria-hidden="true" />
              </A>
            </div>
          )}
        </For>
      </div>
    </Sheet>
  );
}

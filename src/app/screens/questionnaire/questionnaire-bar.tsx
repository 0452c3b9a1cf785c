import ArrowDown from 'lucide-solid/icons/arrow-down';
import ChevronLeft from 'lucide-solid/icons/chevron-left';
import { Show, type JSX } from 'solid-js';
import type { SectionProgress } from '#diagnosis/completeness.ts';
import { useForm } from '#app/form/form-context.tsx';
import { SaveLine, UndoLine } from '#app/form/save-line.tsx';
import { t } from '#app/i18n/t.ts';
import { Button, ButtonLink } from '#app/ui/button.tsx';
import type { SectionWork } from './create-questionnaire.ts';

/** The line the thumb reaches: back, next unanswered, next; above it whether everything is saved. */
export function QuestionnaireBar(props: {
  readonly id: string;
  readonly work: SectionWork;
  readonly progress: SectionProgress | null;
}): JSX.Element {
  const { verify } = useForm();
  const openWords = (count: number): string => {
    if (verify !== null) return count === 0 ? t('form.verify.allDone') : t('form.verify.nextOpen', { count });
    return count === 0 ? t('form.section.noneOpen') : t('form.section.nextOpen', { count });
  };
  const openCount = (): number => props.work.progress().total - props.work.progress().answered;
  return (
    <nav class="questionnaire-bar no-print" aria-label={t('form.section.nav')}>
      <div class="questionnaire-bar-inner">
        <UndoLine />
        <div class="questionnaire-bar-state">
          <SaveLine />
          <Show when={props.progress}>
            {(progress) => (
              <p class="soft small section-answered">
                {verify === null
                  ? t('form.section.answered', { answered: progress().answered, total: progress().total })
                  : t('form.verify.section', { verified: progress().answered, total: progress().total })}
              </p>
            )}
          </Show>
        </div>
        <div class="questionnaire-bar-buttons">
          <Show
            when={props.work.previous()}
            fallback={
              <ButtonLink href={`/assessments/${props.id}`} aria-label={t('form.section.overview')}>
                <ChevronLeft size={22} aria-hidden="true" />
              </ButtonLink>
            }
          >
            {(previous) => (
              <ButtonLink
                href={props.work.routeOf(previous().name, null)}
                aria-label={t('form.section.previous', { label: previous().label })}
              >
                <ChevronLeft size={22} aria-hidden="true" />
              </ButtonLink>
            )}
          </Show>
          <Button icon={ArrowDown} disabled={openCount() === 0} onClick={() => props.work.nextOpen()}>
            {openWords(openCount())}
          </Button>
          <Show
            when={props.work.next()}
            fallback={
              <ButtonLink variant="primary" href={`/assessments/${props.id}/result`}>
                {t('form.section.result')}
              </ButtonLink>
            }
          >
            {(next) => (
              <ButtonLink
                variant="primary"
                href={props.work.routeOf(next().name, null)}
                aria-label={t('form.section.nextLabel', { label: next().label })}
              >
                {t('form.section.next')}
              </ButtonLink>
            )}
          </Show>
        </div>
      </div>
    </nav>
  );
}

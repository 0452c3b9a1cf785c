import ChevronLeft from 'lucide-solid/icons/chevron-left';
import { createMemo, Show, type JSX } from 'solid-js';
import type { CompiledDefinition, Section } from '#definition/compiled.ts';
import { cardsOf } from '#app/form/cards.ts';
import { UndoLine } from '#app/form/save-line.tsx';
import { t } from '#app/i18n/t.ts';
import { SectionBody } from '#app/screens/questionnaire/section-body.tsx';
import { Button } from '#app/ui/button.tsx';
import type { FirmForm } from './create-firm-form.ts';
import { FirmSaveLine } from './firm-save-line.tsx';

/** One section of the questionnaire, made of the same cards as on the phones of staff. */
export function FirmSection(props: {
  readonly section: Section;
  readonly number: number;
  readonly compiled: CompiledDefinition;
}): JSX.Element {
  const cards = createMemo(() => cardsOf(props.compiled, props.section));
  return (
    <>
      <h2 class="firm-section-title">{props.section.label}</h2>
      <Show when={props.section.hint}>{(hint) => <p class="soft">{hint()}</p>}</Show>
      <SectionBody cards={cards()} number={props.number} label={props.section.label} target={() => null} onAt={() => undefined} />
    </>
  );
}

/** Whether everything is saved, and the way to the next section. */
export function FirmBar(props: {
  readonly form: FirmForm;
  readonly first: boolean;
  readonly last: boolean;
  readonly onPrevious: () => void;
  readonly onNext: () => void;
}): JSX.Element {
  const progress = () => props.form.progress();
  return (
    <nav class="questionnaire-bar" aria-label={t('firm.nav')}>
      <div class="questionnaire-bar-inner">
        <UndoLine />
        <div class="questionnaire-bar-state">
          <FirmSaveLine over={props.form.closed() !== null} />
          <p class="soft small section-answered">
            {progress().answered}/{progress().total}
          </p>
        </div>
        <div class="firm-bar-buttons">
          <Button disabled={props.first} onClick={() => props.onPrevious()} aria-label={t('firm.previous')}>
            <ChevronLeft size={22} aria-hidden="true" />
          </Button>
          <Button variant="primary" onClick={() => props.onNext()}>
            {props.last ? t('firm.toReview') : t('firm.next')}
          </Button>
        </div>
      </div>
    </nav>
  );
}

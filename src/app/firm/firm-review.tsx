import { For, Show, type JSX } from 'solid-js';
import { createWrite } from '#app/create-write.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Card } from '#app/ui/card.tsx';
import { Notice } from '#app/ui/notice.tsx';
import type { FirmForm } from './create-firm-form.ts';
import { failureText, FirmSaveLine } from './firm-save-line.tsx';

/** What is still open, section by section, and the button that says the firm is done. */
export function FirmReview(props: {
  readonly form: FirmForm;
  readonly onSection: (index: number) => void;
  readonly onDone: () => void;
  readonly onBack: () => void;
}): JSX.Element {
  const { busy, problem, run } = createWrite();
  const openCount = (): number => props.form.progress().total - props.form.progress().answered;
  const openIn = (name: string): number =>
    props.form.progress().sections.find(({ section }) => section === name)?.unanswered.length ?? 0;
  const handIn = async (): Promise<void> => {
    const { form } = props;
    if (await run(form.handIn)) props.onDone();
  };
  return (
    <>
      <h2 class="firm-section-title">{t('firm.review')}</h2>
      <p>{openCount() === 0 ? t('firm.allAnswered') : t('firm.open', { count: openCount() })}</p>
      <Card flush>
        <ul class="jump-list firm-sections">
          <For each={props.form.sections()}>
            {(section, index) => (
              <li>
                <button type="button" class="jump-row" onClick={() => props.onSection(index())}>
                  <span class="jump-line">
                    <span>
                      {index() + 1}. {section.label}
                    </span>
                    <span class={openIn(section.name) === 0 ? 'jump-done' : 'soft'}>
                      {openIn(section.name) === 0 ? t('firm.complete') : t('firm.openIn', { count: openIn(section.name) })}
                    </span>
                  </span>
                </button>
              </li>
            )}
          </For>
        </ul>
      </Card>
      <Show when={problem()}>
        {(why) => (
          <Notice tone="red" title={t('firm.notHandedIn')}>
            {failureText(why())}
          </Notice>
        )}
      </Show>
      <FirmSaveLine over={props.form.closed() !== null} />
      <div class="firm-review-buttons">
        <Button size="large" variant="primary" wide disabled={busy()} onClick={() => void handIn()}>
          {busy() ? t('firm.handingIn') : t('firm.handIn')}
        </Button>
        <Button wide onClick={() => props.onBack()}>
          {t('firm.back')}
        </Button>
      </div>
    </>
  );
}

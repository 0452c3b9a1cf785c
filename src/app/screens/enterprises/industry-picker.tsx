import ChevronRight from 'lucide-solid/icons/chevron-right';
import Factory from 'lucide-solid/icons/factory';
import Search from 'lucide-solid/icons/search';
import { createSignal, createUniqueId, For, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { Field } from '#app/ui/field.tsx';
import { Sheet } from '#app/ui/sheet.tsx';
import { findIndustry, searchIndustries } from '#domain/industry.ts';

const shownAtOnce = 60;

/** One of GB/T 4754's divisions or groups, found by name or code. */
export function IndustryPicker(props: {
  readonly value: string | null;
  readonly onPick: (code: string | null) => void;
}): JSX.Element {
  const id = createUniqueId();
  const [open, setOpen] = createSignal(false);
  const [text, setText] = createSignal('');
  /** Manufacturing first: mining and utilities are the exception among these firms. */
  const found = () =>
    searchIndustries(text(), shownAtOnce).toSorted((a, b) => Number(!a.code.startsWith('C')) - Number(!b.code.startsWith('C')));
  const pick = (code: string | null): void => {
    props.onPick(code);
    setOpen(false);
    setText('');
  };
  return (
    <div class="field">
      <span class="field-label" id={`${id}-label`}>
        {t('shell.enterprises.industry')}
        <span class="field-optional"> {t('shell.field.optional')}</span>
      </span>
      <button
        type="button"
        class="choose-button"
        classList={{ 'choose-button-empty': props.value === null }}
        aria-labelledby={`${id}-label ${id}-value`}
        onClick={() => setOpen(true)}
      >
        <Factory size={20} aria-hidden="true" />
        <span id={`${id}-value`}>{props.value === null ? t('shell.enterprises.industryChoose') : industryText(props.value)}</span>
        <ChevronRight size={20} aria-hidden="true" />
      </button>
      <Sheet open={open()} title={t('shell.enterprises.industryChoose')} onClose={() => setOpen(false)}>
        <Field
          label={t('shell.enterprises.industrySearch')}
          hint={t('shell.enterprises.industryHint')}
          type="search"
          value={text()}
          onType={setText}
          before={<Search size={20} aria-hidden="true" />}
        />
        <ul class="pick-list">
          <li>
            <button type="button" class="link-row soft" onClick={() => pick(null)}>
              {t('shell.enterprises.industryUnknown')}
            </button>
          </li>
          <For each={found()} fallback={<li class="soft">{t('shell.enterprises.industryNone')}</li>}>
            {(industry) => (
              <li>
                <button
                  type="button"
                  class="link-row"
                  classList={{ 'pick-child': industry.parent !== null }}
                  aria-pressed={props.value === industry.code}
                  onClick={() => pick(industry.code)}
                >
                  <span class="link-row-text">{industry.name}</span>
                  <span class="soft small">{industry.code}</span>
                </button>
              </li>
            )}
          </For>
        </ul>
      </Sheet>
    </div>
  );
}

/** `C36 汽车制造业`. */
export function industryText(code: string): string {
  const industry = findIndustry(code);
  return industry === null ? code : `${code} ${industry.name}`;
}

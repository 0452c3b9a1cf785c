import Bookmark from 'lucide-solid/icons/bookmark';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { Show, type JSX } from 'solid-js';
import type { Question } from '#definition/compiled.ts';
import { dayKey } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { useForm } from './form-context.tsx';
import { valueWords } from './value-words.ts';
import './fact-line.css';

/** What another assessment of the firm says about a blank question: value, source, date, age, and one tap to take it over. */
export function FactLine(props: { readonly question: Question; readonly label: string | null }): JSX.Element {
  const { facts, editable } = useForm();
  return (
    <Show when={editable() && facts.offer(props.question.name)}>
      {(offer) => (
        <div class="fact-line" classList={{ 'fact-line-expired': offer().expired }} data-fact={props.question.name}>
          <div class="fact-line-text">
            <p class="strong">
              <Bookmark size={16} aria-hidden="true" />{' '}
              <Show
                when={props.label}
                fallback={t('form.facts.known', { value: valueWords(props.question, offer().fact.value) })}
              >
                {(label) => (
                  <>{t('form.facts.knownOf', { label: label(), value: valueWords(props.question, offer().fact.value) })}</>
                )}
              </Show>
            </p>
            <p class="small">
              {t('form.facts.from', {
                title: offer().title,
                date: dayKey(offer().fact.source.at),
                period: periodWords(offer().fact.period),
                age: ageWords(offer().ageMonths),
              })}
            </p>
            <Show when={offer().expired}>
              <p class="small fact-line-warning">
                <TriangleAlert size={16} aria-hidden="true" /> {t('form.facts.expired')}
              </p>
            </Show>
          </div>
          <Button onClick={() => facts.adopt(offer())}>
            {offer().expired ? t('form.facts.adoptExpired') : t('form.facts.adopt')}
          </Button>
        </div>
      )}
    </Show>
  );
}

function periodWords(period: string): string {
  return period.length === 4 ? t('form.facts.year', { year: period }) : t('form.facts.day', { day: period });
}

function ageWords(months: number): string {
  return months === 0 ? t('form.facts.fresh') : t('form.facts.months', { count: months });
}

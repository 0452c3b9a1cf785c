import Check from 'lucide-solid/icons/check';
import CircleCheck from 'lucide-solid/icons/circle-check';
import PenLine from 'lucide-solid/icons/pen-line';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import Undo2 from 'lucide-solid/icons/undo-2';
import { createUniqueId, For, Match, Show, Switch, type JSX } from 'solid-js';
import type { Question } from '#definition/compiled.ts';
import type { FoundView } from '#store/views.ts';
import { formatMoment } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import '#app/ui/field.css';
import type { VerifyDesk } from './create-verify-desk.ts';
import { useForm } from './form-context.tsx';
import { typedText } from './typed-text.ts';
import { valueWords } from './value-words.ts';
import './verify-question.css';

type Props = { readonly question: Question; readonly path: string };

/** What the firm says on top; one tap confirms it, another value asks for its reason. */
export function VerifyQuestion(
  props: Props & { readonly desk: VerifyDesk; readonly words: string | null; readonly children: JSX.Element },
): JSX.Element {
  const { editable } = useForm();
  const looked = (): ReturnType<VerifyDesk['looked']> => props.desk.looked(props.path);
  const editing = (): boolean => looked() === 'changed' || props.desk.correcting(props.path);
  const blank = (): boolean => props.desk.claimed(props.path) === null;
  return (
    <div class="verify" data-looked={looked()} role="group" aria-label={props.words ?? props.question.label}>
      <Show when={props.words}>
        <p class="field-label">{props.words}</p>
      </Show>
      <Claim {...props} />
      <Show when={looked() === 'confirmed' && !editing()}>
        <p class="verify-state verify-confirmed">
          <CircleCheck size={18} aria-hidden="true" />
          <span class="strong">{t('form.verify.confirmed')}</span>
          <By found={props.desk.by(props.path)} />
        </p>
      </Show>
      <Show when={editing()}>
        <Found {...props}>{props.children}</Found>
      </Show>
      <Show when={editable()}>
        <div class="verify-actions">
          <Switch>
            <Match when={looked() === 'open' && !editing()}>
              <Button
                icon={Check}
                variant={blank() ? 'secondary' : 'primary'}
                disabled={props.desk.isClaimDisputed(props.path)}
                onClick={() => props.desk.confirm(props.path)}
              >
                {blank() ? t('form.verify.confirmBlank') : t('form.verify.confirm')}
              </Button>
              <Button icon={PenLine} onClick={() => props.desk.correct(props.path, true)}>
                {blank() ? t('form.verify.fill') : t('form.verify.correct')}
              </Button>
            </Match>
            <Match when={looked() === 'confirmed' && !editing()}>
              <Button variant="quiet" icon={PenLine} onClick={() => props.desk.correct(props.path, true)}>
                {t('form.verify.correct')}
              </Button>
              <Button variant="quiet" icon={Undo2} onClick={() => props.desk.withdraw(props.path)}>
                {t('form.verify.withdraw')}
              </Button>
            </Match>
            <Match when={looked() === 'changed'}>
              <Button variant="quiet" icon={Check} onClick={() => props.desk.confirm(props.path)}>
                {blank() ? t('form.verify.confirmBlank') : t('form.verify.confirmInstead')}
              </Button>
              <Button variant="quiet" icon={Undo2} onClick={() => props.desk.withdraw(props.path)}>
                {t('form.verify.withdraw')}
              </Button>
            </Match>
            <Match when={editing()}>
              <Button variant="quiet" onClick={() => props.desk.correct(props.path, false)}>
                {t('form.verify.cancel')}
              </Button>
            </Match>
          </Switch>
        </div>
      </Show>
    </div>
  );
}

function Claim(props: Props & { readonly desk: VerifyDesk }): JSX.Element {
  const claimed = (): unknown => props.desk.claimed(props.path);
  return (
    <Show
      when={!props.desk.isClaimDisputed(props.path)}
      fallback={
        <p class="verify-state verify-missing">
          <TriangleAlert size={18} aria-hidden="true" />
          <span>{t('form.verify.claimDisputed')}</span>
        </p>
      }
    >
      <p class="verify-claim">
        <span class="soft small">{t('form.verify.claim')}</span>
        <span classList={{ strong: claimed() !== null, soft: claimed() === null }}>
          {claimed() === null ? t('form.verify.claimBlank') : valueWords(props.question, claimed())}
        </span>
      </p>
    </Show>
  );
}

/** The value that was found, and why it is another one. */
function Found(props: Props & { readonly desk: VerifyDesk; readonly children: JSX.Element }): JSX.Element {
  const { form, editable } = useForm();
  const id = createUniqueId();
  const changed = (): boolean => props.desk.looked(props.path) === 'changed';
  const missing = (): boolean => props.desk.reason(props.path).trim() === '';
  const reasons = (): readonly string[] => [
    t('form.verify.reasons.notSeen'),
    t('form.verify.reasons.noProof'),
    t('form.verify.reasons.misread'),
    t('form.verify.reasons.outdated'),
  ];
  const explain = (reason: string): void => props.desk.explain(props.path, reason);
  return (
    <div class="verify-found">
      <p class="verify-state">
        <span class="strong">{t('form.verify.found')}</span>
        <Show when={changed()}>
          <By found={props.desk.by(props.path)} />
        </Show>
      </p>
      {props.children}
      <Show when={changed()}>
        <div class="field">
          <label class="field-label" for={id}>
            {t('form.verify.reason')}
          </label>
          <div class="field-box">
            <textarea
              id={id}
              rows={2}
              maxLength={500}
              autocomplete="off"
              placeholder={t('form.verify.reasonHint')}
              value={props.desk.reason(props.path)}
              readOnly={!editable()}
              aria-invalid={missing() ? 'true' : undefined}
              aria-describedby={`${id}-missing`}
              {...typedText(explain)}
              onBlur={() => form.leave(props.path)}
            />
          </div>
          <Show when={missing()}>
            <Show when={editable()}>
              <ul class="verify-reasons">
                <For each={reasons()}>
                  {(reason) => (
                    <li>
                      <Button onClick={() => explain(reason)}>{reason}</Button>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
            <p class="verify-state verify-missing" id={`${id}-missing`}>
              <TriangleAlert size={18} aria-hidden="true" />
              <span>{t('form.verify.reasonMissing')}</span>
            </p>
          </Show>
        </div>
      </Show>
    </div>
  );
}

function By(props: { readonly found: FoundView | null }): JSX.Element {
  const name = (found: FoundView): string => (found.mine ? t('form.verify.mine') : (found.name ?? t('form.verify.someone')));
  return (
    <Show when={props.found}>
      {(found) => (
        <span class="soft small">{t('form.verify.by', { name: name(found()), time: formatMoment(found().wallTime) })}</span>
      )}
    </Show>
  );
}

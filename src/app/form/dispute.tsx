import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { createMemo, For, Show, untrack, type Accessor, type JSX } from 'solid-js';
import type { Json } from '#shared/json.ts';
import type { FirmDispute } from '#store/queries/read-firm-disputes.ts';
import type { DisputedValue } from '#store/views.ts';
import { createKeptText, type KeepDisputed } from '#app/drafts/create-kept-text.ts';
import { formatMoment } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Field } from '#app/ui/field.tsx';
import type { Settling } from './form-context.tsx';
import './dispute.css';

type DisputeProps = {
  readonly title: string;
  readonly values: readonly DisputedValue[];
  readonly words: (value: Json) => string;
  readonly settling: Settling;
  /** Where a value that is none of these goes; null where there is no such place. */
  readonly third: string | null;
  /** Where the reason is kept as it is typed. */
  readonly keep: KeepDisputed | null;
  /** True when the decision is on the disk: until then its reason is kept. */
  readonly onChoose: (value: Json, reason: string | null) => Promise<boolean>;
  /** The reason as it is typed: where a third value is written elsewhere, it goes with that. */
  readonly onReason?: (reason: string | null) => void;
  /** What a person photographed for this. */
  readonly photos?: (author: string) => JSX.Element;
};

/** One after the other, each for as long as its field is disputed: what is read anew while somebody types takes no box away. */
export function EachDispute(props: {
  readonly disputes: readonly FirmDispute[];
  readonly children: (field: string, values: Accessor<readonly DisputedValue[]>) => JSX.Element;
}): JSX.Element {
  const byField = createMemo(() => new Map(props.disputes.map(({ field, values }) => [field, values])));
  return (
    <For each={[...byField().keys()]}>
      {(field) => {
        const values = (): readonly DisputedValue[] => byField().get(field) ?? [];
        return props.children(field, values);
      }}
    </For>
  );
}

/** Values that contradict each other: all of them with who wrote them when, and, for who may, the decision. */
export function Dispute(props: DisputeProps): JSX.Element {
  return (
    <Show when={props.values.length > 1}>
      <Open {...props} />
    </Show>
  );
}

function Open(props: DisputeProps): JSX.Element {
  const say = (text: string): void => props.onReason?.(reasonOf(text));
  // Asked once more when this has left the screen.
  const heads = createMemo(() => hashesOf(props.values));
  const reason = createKeptText(
    untrack(() => props.keep?.(heads) ?? null),
    say,
  );
  const choose = async (value: Json): Promise<void> => {
    if (await props.onChoose(value, reasonOf(reason.text()))) reason.sent();
  };
  return (
    <section class="dispute" aria-label={props.title}>
      <p class="dispute-title">
        <TriangleAlert size={18} aria-hidden="true" />
        {props.title}
      </p>
      <p class="small">{t('form.disputed.text')}</p>
      <ul class="dispute-list">
        <For each={props.values}>
          {(entry) => (
            <li class="dispute-value">
              <p class="strong">{props.words(entry.value)}</p>
              <p class="soft small">{t('form.disputed.by', { name: authorName(entry), time: formatMoment(entry.wallTime) })}</p>
              {props.photos?.(entry.author)}
              <Show when={props.settling === 'allowed'}>
                <Button wide onClick={() => void choose(entry.value)}>
                  {t('form.disputed.use', { value: props.words(entry.value) })}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={props.settling === 'allowed'} fallback={<p class="small">{whoMay(props.settling)}</p>}>
        <Show when={props.third}>{(third) => <p class="small">{third()}</p>}</Show>
        <Field
          label={t('form.disputed.reason')}
          optional
          placeholder={t('form.disputed.reasonHint')}
          maxLength={200}
          value={reason.text()}
          onType={(text) => {
            reason.type(text);
            say(text);
          }}
        />
      </Show>
    </section>
  );
}

export function hashesOf(values: readonly DisputedValue[]): readonly string[] {
  return values.map(({ hash }) => hash);
}

function reasonOf(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}

/** Answers that the server itself wrote came by the firm's link. */
const byLink = 'server';

function authorName({ name, mine, author }: DisputedValue): string {
  if (author === byLink) return t('form.interview.byFirm');
  if (mine) return t('form.disputed.mine', { name: name ?? '' });
  return name ?? t('form.disputed.someone', { id: author.slice(0, 6) });
}

function whoMay(settling: Settling): string {
  return settling === 'role' ? t('form.disputed.role') : t('form.disputed.closed');
}

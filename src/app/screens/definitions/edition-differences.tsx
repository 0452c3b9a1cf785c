import { createMemo, For, Show, untrack, type JSX } from 'solid-js';
import { compareDefinitions, type Difference } from '#definition/compare-definitions.ts';
import type { CompiledDefinition } from '#definition/compiled.ts';
import { useField } from '#app/field-context.tsx';
import { liveDefinition } from '#app/form/live-definition.ts';
import { t } from '#app/i18n/t.ts';
import { Card, Tag } from '#app/ui/card.tsx';
import type { DefinitionSummary } from '#store/views.ts';

/** How the edition being read differs from each other one on this phone, from the older of the two to the newer. */
export function EditionDifferences(props: {
  readonly compiled: CompiledDefinition;
  readonly hash: string;
  readonly editions: readonly DefinitionSummary[];
}): JSX.Element {
  const others = (): readonly DefinitionSummary[] => props.editions.filter(({ hash, here }) => here && hash !== props.hash);
  return <For each={others()}>{(other) => <Compared compiled={props.compiled} other={other.hash} />}</For>;
}

function Compared(props: { readonly compiled: CompiledDefinition; readonly other: string }): JSX.Element {
  const { store } = useField();
  // Another edition is another list entry, and so another component.
  const hash = untrack(() => props.other);
  const other = liveDefinition(store, () => hash);
  const pair = createMemo(() => {
    const read = other();
    if (read === null || read === 'absent') return null;
    const [older, newer] = read.edition < props.compiled.edition ? [read, props.compiled] : [props.compiled, read];
    return { older: older.edition, newer: newer.edition, differences: compareDefinitions(older, newer) };
  });
  return (
    <Show when={pair()}>
      {(found) => (
        <Card title={t('form.about.between', { older: found().older, newer: found().newer })}>
          <Show when={found().differences.length > 0} fallback={<p class="soft">{t('form.about.noDifference')}</p>}>
            <Questions differences={found().differences.filter(({ kind }) => kind === 'question')} />
            <ul class="about-list">
              <For each={otherKinds}>
                {(kind) => <Others kind={kind} differences={found().differences.filter((each) => each.kind === kind)} />}
              </For>
            </ul>
          </Show>
        </Card>
      )}
    </Show>
  );
}

/** Questions are told one by one: they are what people notice. */
function Questions(props: { readonly differences: readonly Difference[] }): JSX.Element {
  return (
    <Show when={props.differences.length > 0} fallback={<p class="soft">{t('form.about.sameQuestions')}</p>}>
      <p class="strong">{t('form.about.differentQuestions', { count: props.differences.length })}</p>
      <ul class="about-list about-differences">
        <For each={props.differences}>
          {({ label, change, fields }) => (
            <li>
              <span class="spread">
                <span>{label}</span>
                <Tag>{changeWord(change)}</Tag>
              </span>
              <Show when={fields.length > 0}>
                <span class="soft small">{t('form.about.changedFields', { fields: fieldWords(fields) })}</span>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}

const otherKinds = ['item', 'measure', 'condition', 'level', 'about'] as const;

function Others(props: { readonly kind: (typeof otherKinds)[number]; readonly differences: readonly Difference[] }): JSX.Element {
  return (
    <Show when={props.differences.length > 0}>
      <li>{t(`form.about.different.${props.kind}`, { count: props.differences.length })}</li>
    </Show>
  );
}

function changeWord(change: Difference['change']): string {
  return t(`form.about.change.${change}`);
}

/** Each field in a person's word, the same word once. */
function fieldWords(fields: readonly string[]): string {
  return [...new Set(fields.map(fieldWord))].join(t('form.list.and'));
}

function fieldWord(field: string): string {
  switch (field) {
    case 'label':
      return t('form.about.field.label');
    case 'hint':
    case 'guidance':
      return t('form.about.field.guidance');
    case 'options':
    case 'choice_filter':
      return t('form.about.field.options');
    case 'type':
    case 'unit':
    case 'range':
    case 'constraint':
    case 'constraint_message':
    case 'calculation':
      return t('form.about.field.value');
    case 'relevant':
    case 'relevant_all':
    case 'required':
      return t('form.about.field.when');
    case 'evidence':
      return t('form.about.field.evidence');
    case 'section':
    case 'group':
    case 'repeat':
      return t('form.about.field.place');
    case 'fidelity':
    case 'basis':
    case 'note':
      return t('form.about.field.source');
    default:
      return t('form.about.field.other');
  }
}

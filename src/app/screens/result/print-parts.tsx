import { For, Show, type JSX } from 'solid-js';
import type { CompiledDefinition } from '#definition/compiled.ts';
import { indexDefinition } from '#definition/index-definition.ts';
import { isClause } from '#domain/finding.ts';
import { useField } from '#app/field-context.tsx';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { stateText } from '#app/form/state-text.ts';
import { formatMoment } from '#app/i18n/format.ts';
import { t } from '#app/i18n/t.ts';

/** What tells no level is a record, no diagnosis. */
export function resultTitle(compiled: CompiledDefinition | undefined): string {
  return compiled?.scoring.level === null ? t('form.result.titleRecord') : t('form.result.title');
}

/** Head of the printed page: which firm, which instrument, when, who. */
export function PrintHead(props: { readonly evaluation: Evaluation }): JSX.Element {
  const { store, profile } = useField();
  return (
    <header class="print-only print-head">
      <h1>
        {props.evaluation.compiled.title} · {resultTitle(props.evaluation.compiled)}
      </h1>
      <dl>
        <Fact name={t('form.result.firm')} value={props.evaluation.view.record.enterpriseName} />
        <Fact name={t('form.result.code')} value={props.evaluation.view.record.enterprise} />
        <Fact name={t('form.result.date')} value={formatMoment(props.evaluation.view.updatedAt)} />
        <Fact
          name={props.evaluation.view.mine ? t('form.result.by') : t('form.result.printedBy')}
          value={`${profile.name} · ${profile.regionName}`}
        />
        <Fact name={t('form.result.state')} value={stateText(props.evaluation.view.state)} />
      </dl>
      <p>{t('form.result.printed', { time: formatMoment(store.clock.now()) })}</p>
    </header>
  );
}

/** Photos by question, with the hash that ties the page to the files. */
export function PhotoList(props: { readonly evaluation: Evaluation }): JSX.Element {
  const questionOf = (names: readonly string[]): string =>
    names
      .filter(isClause)
      .map(
        (path) =>
          indexDefinition(props.evaluation.compiled).questions.get(path.split('/').at(-1) ?? path)?.question.label ?? path,
      )
      .join(t('form.list.and'));
  return (
    <section class="print-only photo-list">
      <h2>{t('form.result.photoList')}</h2>
      <Show when={props.evaluation.view.evidence.length > 0} fallback={<p>{t('form.result.photoNone')}</p>}>
        <ol>
          <For each={props.evaluation.view.evidence}>
            {(piece) => (
              <li>
                {/* A signature belongs to no question, a picture may have no words. */}
                {[
                  questionOf(piece.questions),
                  piece.caption ?? '',
                  formatMoment(piece.record.capturedAt),
                  `SHA-256 ${piece.record.sha256.slice(0, 16)}…`,
                ]
                  .filter((part) => part !== '')
                  .join(' · ')}
              </li>
            )}
          </For>
        </ol>
      </Show>
    </section>
  );
}

function Fact(props: { readonly name: string; readonly value: string }): JSX.Element {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.value}</dd>
    </div>
  );
}

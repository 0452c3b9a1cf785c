import { For, Show, type JSX } from 'solid-js';
import type { CompiledDefinition, FormNode, Source } from '#definition/compiled.ts';
import { countFidelity, fidelities, type FidelityCounts } from '#definition/fidelity.ts';
import { fidelityText } from '#app/form/fidelity-text.ts';
import { t } from '#app/i18n/t.ts';
import { Card, LinkRow, Tag } from '#app/ui/card.tsx';
import type { DefinitionSummary } from '#store/views.ts';
import './about-definition.css';

/** Purpose, structure, method, reliability, sources and gaps of one edition, all from the definition itself. */
export function AboutDefinition(props: { readonly compiled: CompiledDefinition }): JSX.Element {
  const counts = (): ReturnType<typeof countFidelity> => countFidelity(props.compiled);
  return (
    <>
      <p class="about-caution">{props.compiled.caution}</p>
      <Card>
        <dl class="about-facts">
          <Fact name={t('form.about.purpose')} text={props.compiled.purpose} />
          <Fact name={t('form.about.audience')} text={props.compiled.audience} />
          <Fact name={t('form.about.minutes')} text={t('form.about.minutesValue', { count: props.compiled.minutes })} />
          <Fact name={t('form.about.validity')} text={validityText(props.compiled.validity)} />
        </dl>
      </Card>
      <Card title={t('form.about.structure')}>
        <ol class="about-list">
          <For each={props.compiled.sections}>
            {(section) => (
              <li class="spread">
                <span>{section.label}</span>
                <span class="soft about-count">{t('form.about.questions', { count: countQuestions(section.children) })}</span>
              </li>
            )}
          </For>
        </ol>
      </Card>
      <Card title={t('form.about.method')}>
        <div class="stack-tight">
          <For each={props.compiled.method}>{(paragraph) => <p>{paragraph}</p>}</For>
          <Show when={props.compiled.scoring.level}>
            {(level) => <p class="soft">{t('form.about.level', { fidelity: fidelityText(level().provenance.fidelity) })}</p>}
          </Show>
        </div>
      </Card>
      <Card title={t('form.about.fidelity')}>
        <dl class="about-facts">
          <Fact name={t('form.about.fidelityWording')} text={countsText(counts().questions)} />
          <Fact name={t('form.about.fidelityScoring')} text={countsText(counts().scoring)} />
        </dl>
      </Card>
      <Card title={t('form.about.sources')}>
        <ul class="about-list">
          <For each={props.compiled.sources}>
            {(source) => (
              <li>
                {sourceText(source)}
                <span class="soft">{t('form.about.sourceFidelity', { fidelity: fidelityText(source.fidelity) })}</span>
                <Show when={source.note}>{(note) => <p class="soft small">{note()}</p>}</Show>
              </li>
            )}
          </For>
        </ul>
      </Card>
      <Show when={props.compiled.notes.length > 0}>
        <Card title={t('form.about.notes')}>
          <ul class="about-list">
            <For each={props.compiled.notes}>{(note) => <li>{note}</li>}</For>
          </ul>
        </Card>
      </Show>
    </>
  );
}

/** Every edition that this phone knows of; those that open assessments pin can be read too. */
export function Editions(props: { readonly editions: readonly DefinitionSummary[]; readonly current: string }): JSX.Element {
  return (
    <Card title={t('form.about.editions')} flush>
      <For each={props.editions}>
        {(edition) => (
          <LinkRow href={`/definitions/${edition.hash}`}>
            <span class="row">
              <span>{t('form.about.edition', { edition: edition.edition })}</span>
              <Show when={edition.hash === props.current}>
                <Tag>{t('form.about.editionHere')}</Tag>
              </Show>
              <Show when={edition.latest}>
                <Tag>{t('form.about.editionLatest')}</Tag>
              </Show>
              <Show when={!edition.here}>
                <Tag>{t('form.about.editionMissing')}</Tag>
              </Show>
            </span>
            <span class="soft small about-hash">{edition.hash.slice(0, 12)}</span>
          </LinkRow>
        )}
      </For>
    </Card>
  );
}

function Fact(props: { readonly name: string; readonly text: string }): JSX.Element {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.text}</dd>
    </div>
  );
}

function validityText({ from, until }: CompiledDefinition['validity']): string {
  if (from !== null && until !== null) return t('form.about.validityBoth', { from, until });
  if (from !== null) return t('form.about.validityFrom', { from });
  return until === null ? t('form.about.validityOpen') : t('form.about.validityUntil', { until });
}

function sourceText({ title, issuer, year }: Source): string {
  const by = [issuer, year].filter((part) => part !== null).join(' ');
  return by === '' ? title : t('form.about.source', { title, by });
}

function countsText(counts: FidelityCounts): string {
  return fidelities
    .filter((fidelity) => counts[fidelity] > 0)
    .map((fidelity) => `${fidelityText(fidelity)} ${String(counts[fidelity])}`)
    .join(t('form.list.and'));
}

function countQuestions(nodes: readonly FormNode[]): number {
  return nodes.reduce((sum, node) => {
    if (node.kind !== 'question') return sum + countQuestions(node.children);
    return node.question.type === 'note' || node.question.type === 'calculate' ? sum : sum + 1;
  }, 0);
}

import { For, Show, type JSX } from 'solid-js';
import type { CompiledDefinition, Fidelity } from '#definition/compiled.ts';
import { fidelityText } from '#app/form/fidelity-text.ts';
import { t } from '#app/i18n/t.ts';

/** How the score is made and how well each figure is grounded: one tap away on screen, always open on paper. */
export function MethodNote(props: { readonly compiled: CompiledDefinition }): JSX.Element {
  const counts = (): readonly (readonly [Fidelity, number])[] => {
    const found = new Map<Fidelity, number>();
    for (const { provenance } of props.compiled.scoring.items)
      found.set(provenance.fidelity, (found.get(provenance.fidelity) ?? 0) + 1);
    return [...found];
  };
  return (
    <section class="card method" aria-label={t('form.result.method')}>
      <p class="method-caution">{props.compiled.caution}</p>
      <details>
        <summary>{t('form.result.methodOpen')}</summary>
        <div class="stack-tight">
          <For each={props.compiled.method}>{(paragraph) => <p>{paragraph}</p>}</For>
          <ul class="method-fidelity">
            <For each={counts()}>
              {([fidelity, count]) => <li>{t('form.result.methodShares', { count, fidelity: fidelityText(fidelity) })}</li>}
            </For>
            <Show when={props.compiled.scoring.level}>
              {(level) => <li>{t('form.result.methodLevel', { fidelity: fidelityText(level().provenance.fidelity) })}</li>}
            </Show>
          </ul>
          <h3>{t('form.result.methodSources')}</h3>
          <ul class="method-fidelity">
            <For each={props.compiled.sources}>
              {(source) => (
                <li>
                  {source.issuer === null
                    ? source.title
                    : t('form.result.sourceIssuer', { title: source.title, issuer: source.issuer })}
                  <span class="soft">{t('form.result.sourceFidelity', { fidelity: fidelityText(source.fidelity) })}</span>
                </li>
              )}
            </For>
          </ul>
        </div>
      </details>
    </section>
  );
}

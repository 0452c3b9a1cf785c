import { For, Show, type JSX } from 'solid-js';
import type { SectionProgress } from '#diagnosis/completeness.ts';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { t } from '#app/i18n/t.ts';
import { Card, LinkRow } from '#app/ui/card.tsx';
import { ProgressLine } from '#app/ui/progress-line.tsx';

/** The parts with what is answered and what still lacks evidence. */
export function SectionList(props: { readonly evaluation: Evaluation }): JSX.Element {
  const sections = (): readonly SectionProgress[] => props.evaluation.progress.sections.filter((section) => section.relevant);
  return (
    <Card title={t('form.overview.sections')} flush>
      <For each={sections()}>
        {(section) => (
          <LinkRow href={`/assessments/${props.evaluation.view.assessmentId}/q/${section.section}`} class="section-row">
            <span class="section-line">
              <span>{section.label}</span>
              <span class={section.answered === section.total ? 'section-done' : 'soft'}>
                {section.answered}/{section.total}
              </span>
            </span>
            <ProgressLine
              value={section.answered}
              max={section.total}
              label={t('form.overview.answered', { answered: section.answered, total: section.total })}
            />
            <Show when={section.evidenceMissing.length > 0}>
              <span class="section-evidence small">
                {t('form.overview.sectionEvidence', { count: section.evidenceMissing.length })}
              </span>
            </Show>
          </LinkRow>
        )}
      </For>
    </Card>
  );
}

import { usePreloadRoute } from '@solidjs/router';
import { createSignal, For, onMount, Show, untrack, type JSX } from 'solid-js';
import type { SectionProgress } from '#diagnosis/completeness.ts';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { t } from '#app/i18n/t.ts';
import { Card, LinkRow } from '#app/ui/card.tsx';
import { ProgressLine } from '#app/ui/progress-line.tsx';
import { createSectionOwners } from '#app/visits/create-section-owners.ts';
import { OwnerFilter, OwnerTag, SplitButton } from '#app/visits/section-owners.tsx';
import { whenIdle } from '#app/when-idle.ts';

/** The parts with what is answered, what still lacks evidence, and whose each is where people share the work. */
export function SectionList(props: { readonly evaluation: Evaluation }): JSX.Element {
  const sections = (): readonly SectionProgress[] => props.evaluation.progress.sections.filter((section) => section.relevant);
  const owners = createSectionOwners(
    () => props.evaluation.view.record.visit,
    untrack(() => props.evaluation.view.assessmentId),
  );
  const [mine, setMine] = createSignal(false);
  const routeOf = (section: string): string => `/assessments/${props.evaluation.view.assessmentId}/q/${section}`;
  const preload = usePreloadRoute();
  // The next tap is a section: its screen is here by then.
  onMount(() => whenIdle(() => preload(routeOf(sections()[0]?.section ?? ''))));
  const shown = (): readonly SectionProgress[] =>
    mine() ? sections().filter(({ section }) => owners.ownerOf(section)?.mine === true) : sections();
  return (
    <Card title={t('form.overview.sections')} action={<SplitButton owners={owners} sections={sections()} />} flush>
      <Show when={owners.split()}>
        <div class="section-owners">
          <OwnerFilter owners={owners} sections={sections().map(({ section }) => section)} mine={mine()} onMine={setMine} />
        </div>
      </Show>
      <For each={shown()}>
        {(section) => (
          <LinkRow href={routeOf(section.section)} class="section-row">
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
            <OwnerTag owners={owners} section={section.section} />
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

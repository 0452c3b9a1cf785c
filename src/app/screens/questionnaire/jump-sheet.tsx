import { createMemo, createSignal, For, Show, type JSX } from 'solid-js';
import type { Section } from '#definition/compiled.ts';
import type { Completeness, SectionProgress } from '#diagnosis/completeness.ts';
import { withoutTitle } from '#app/form/computed-line.tsx';
import { useForm } from '#app/form/form-context.tsx';
import { t } from '#app/i18n/t.ts';
import { ProgressLine } from '#app/ui/progress-line.tsx';
import { Segmented } from '#app/ui/segmented.tsx';
import { Sheet } from '#app/ui/sheet.tsx';
import type { SectionOwners } from '#app/visits/create-section-owners.ts';
import { OwnerFilter, OwnerTag } from '#app/visits/section-owners.tsx';
import { differing } from './verify-progress.ts';
import { openItems, type OpenFilter, type OpenItem } from './next-open.ts';

type View = 'sections' | OpenFilter | 'differing';

/** Sections with what is answered, or only what is still open, needs evidence or is disputed. */
export function JumpSheet(props: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly sections: readonly Section[];
  readonly current: string;
  readonly progress: Completeness;
  readonly disputed: readonly string[];
  readonly owners: SectionOwners;
  readonly onOpen: (item: OpenItem) => void;
  /** Other ways through the questions, over the list. */
  readonly ways: JSX.Element;
}): JSX.Element {
  const { form, verify } = useForm();
  const [view, setView] = createSignal<View>('sections');
  const sectionOf = (path: string): string | null => {
    const name = path.split('/')[0] ?? path;
    return form.index.questions.get(name)?.section ?? form.index.repeats.get(name)?.section ?? null;
  };
  const items = createMemo((): readonly OpenItem[] => {
    const chosen = view();
    return chosen === 'sections' ? [] : itemsOf(chosen);
  });
  const itemsOf = (filter: OpenFilter | 'differing'): readonly OpenItem[] => {
    if (filter === 'differing') return verify === null ? [] : differing(verify.coverage());
    return openItems(props.progress, filter, props.disputed, sectionOf);
  };
  const count = (filter: OpenFilter | 'differing'): number => itemsOf(filter).length;
  const options = (): readonly { readonly value: View; readonly label: string }[] =>
    verify === null
      ? [
          { value: 'sections', label: t('form.jump.sections') },
          { value: 'unanswered', label: t('form.jump.unanswered', { count: count('unanswered') }) },
          { value: 'evidence', label: t('form.jump.evidence', { count: count('evidence') }) },
          { value: 'disputed', label: t('form.jump.disputed', { count: count('disputed') }) },
        ]
      : [
          { value: 'sections', label: t('form.jump.sections') },
          { value: 'unanswered', label: t('form.verify.jump.open', { count: count('unanswered') }) },
          { value: 'differing', label: t('form.verify.jump.differing', { count: count('differing') }) },
          { value: 'evidence', label: t('form.verify.jump.evidence', { count: count('evidence') }) },
          { value: 'disputed', label: t('form.verify.jump.disputed', { count: count('disputed') }) },
        ];
  const labelOf = (path: string): string => {
    const name = path.split('/').at(-1) ?? path;
    const place = form.index.questions.get(name);
    if (place === undefined) return form.index.repeats.get(name)?.repeat.label ?? name;
    const { question, parent, section } = place;
    // `用到多深？` alone does not say of which scene.
    const subject = parent === section ? undefined : form.index.groups.get(parent)?.group.label;
    return subject === undefined
      ? question.label
      : t('form.jump.of', { subject, question: withoutTitle(question.label, subject) });
  };
  return (
    <Sheet open={props.open} title={t('form.jump.title')} onClose={() => props.onClose()}>
      <div class="stack">
        {props.ways}
        <Segmented label={t('form.jump.show')} value={view()} onChange={setView} options={options()} />
        <Show
          when={view() === 'sections'}
          fallback={
            <Show when={items().length > 0} fallback={<p class="soft">{t('form.jump.nothing')}</p>}>
              <ul class="jump-list">
                <For each={items().slice(0, 200)}>
                  {(item) => (
                    <li>
                      <button type="button" class="jump-row" onClick={() => props.onOpen(item)}>
                        <span>{labelOf(item.path ?? '')}</span>
                        <span class="soft small">{props.sections.find((section) => section.name === item.section)?.label}</span>
                      </button>
                    </li>
                  )}
                </For>
              </ul>
            </Show>
          }
        >
          <SectionRows {...props} />
        </Show>
      </div>
    </Sheet>
  );
}

/** All sections, or only those that are this person's to ask. */
function SectionRows(
  props: Pick<Parameters<typeof JumpSheet>[0], 'sections' | 'current' | 'progress' | 'owners' | 'onOpen'>,
): JSX.Element {
  const [mine, setMine] = createSignal(false);
  const listed = (): readonly Section[] =>
    mine() ? props.sections.filter(({ name }) => props.owners.ownerOf(name)?.mine === true) : props.sections;
  return (
    <>
      <OwnerFilter owners={props.owners} sections={props.sections.map(({ name }) => name)} mine={mine()} onMine={setMine} />
      <ul class="jump-list">
        <For each={listed()}>
          {(section) => (
            <SectionRow
              section={section}
              number={props.sections.indexOf(section) + 1}
              current={section.name === props.current}
              progress={props.progress.sections.find((each) => each.section === section.name) ?? null}
              owners={props.owners}
              onOpen={props.onOpen}
            />
          )}
        </For>
      </ul>
    </>
  );
}

function SectionRow(props: {
  readonly section: Section;
  readonly number: number;
  readonly current: boolean;
  readonly progress: SectionProgress | null;
  readonly owners: SectionOwners;
  readonly onOpen: (item: OpenItem) => void;
}): JSX.Element {
  const answered = (): number => props.progress?.answered ?? 0;
  const total = (): number => props.progress?.total ?? 0;
  return (
    <li>
      <button
        type="button"
        class="jump-row"
        aria-current={props.current ? 'step' : undefined}
        onClick={() => props.onOpen({ section: props.section.name, path: props.progress?.unanswered[0] ?? null })}
      >
        <span class="jump-line">
          <span>
            {props.number}. {props.section.label}
          </span>
          <span class={answered() === total() ? 'jump-done' : 'soft'}>
            {answered()}/{total()}
          </span>
        </span>
        <OwnerTag owners={props.owners} section={props.section.name} />
        <ProgressLine
          value={answered()}
          max={total()}
          label={t('form.section.answered', { answered: answered(), total: total() })}
        />
      </button>
    </li>
  );
}

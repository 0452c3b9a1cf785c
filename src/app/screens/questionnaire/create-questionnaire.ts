import { useNavigate, useSearchParams } from '@solidjs/router';
import { createEffect, createMemo, createSignal, onCleanup, onMount, type Accessor } from 'solid-js';
import type { Section } from '#definition/compiled.ts';
import type { DefinitionIndex } from '#definition/index-definition.ts';
import type { Completeness } from '#diagnosis/completeness.ts';
import { savePlace, clearPendingCapture } from '#store/commands/remember-place.ts';
import { readPendingCapture } from '#store/queries/read-place.ts';
import type { Store } from '#store/store.ts';
import type { AssessmentView } from '#store/views.ts';
import { bootedAt } from '#app/boot.ts';
import { cardOf, cardsOf, inputsOf, type Card } from '#app/form/cards.ts';
import type { FormWork } from '#app/form/form-context.tsx';
import { keepFormSafe } from '#app/form/keep-form-safe.ts';
import { openForm, type FormMode, type OpenForm } from '#app/form/open-form.ts';
import { progressOf } from '#app/form/progress-of.ts';
import { holdUpdates } from '#app/update-holds.ts';
import { nextUnanswered, type OpenItem } from './next-open.ts';
import { verifyProgress } from './verify-progress.ts';

const placeRestMs = 400;

/** An open questionnaire: the form behind it, the section on screen, and the way between questions. */
export type Questionnaire = {
  readonly state: Accessor<OpenForm>;
  readonly view: Accessor<AssessmentView | null>;
};

export function createQuestionnaire(store: Store, assessmentId: string, mode: FormMode): Questionnaire {
  const release = holdUpdates('questionnaire');
  onCleanup(release);
  const routeOf = (question: string): string => {
    const section = sectionOfPath(opened.state(), question) ?? '';
    return questionRoute(assessmentId, section, question, mode);
  };
  const opened = openForm(store, assessmentId, routeOf, mode);
  keepFormSafe(opened.state, questionRoute(assessmentId, '', null, mode));
  return opened;
}

/** Address of a question. */
function questionRoute(assessmentId: string, section: string, question: string | null, mode: FormMode = 'answer'): string {
  const at = question === null ? '' : `?at=${encodeURIComponent(question)}`;
  return `/assessments/${assessmentId}/${mode === 'verify' ? 'v' : 'q'}/${section}${at}`;
}

/** Name of the section that shows a path. */
function sectionOfPath(state: OpenForm, path: string): string | null {
  if (state.kind !== 'open') return null;
  return sectionIn(state.work.form.index, path);
}

function sectionIn({ questions, repeats }: DefinitionIndex, path: string): string | null {
  const name = path.split('/')[0] ?? path;
  return questions.get(name)?.section ?? repeats.get(name)?.section ?? null;
}

/** The section on screen and how one moves on from it. */
export type SectionWork = {
  readonly sections: Accessor<readonly Section[]>;
  readonly section: Accessor<Section | null>;
  /** From 1 among the sections that show. */
  readonly number: Accessor<number>;
  readonly cards: Accessor<readonly Card[]>;
  readonly progress: Accessor<Completeness>;
  readonly previous: Accessor<Section | null>;
  readonly next: Accessor<Section | null>;
  readonly routeOf: (section: string, question: string | null) => string;
  readonly open: (item: OpenItem) => void;
  readonly nextOpen: () => void;
  /** The question the person is at: typed in, tapped or scrolled to. */
  readonly at: (path: string) => void;
  /** Grows when a question is to be brought on screen. */
  readonly target: Accessor<{ readonly path: string; readonly focus: boolean } | null>;
};

export function createSectionWork(
  store: Store,
  view: Accessor<AssessmentView | null>,
  work: FormWork,
  name: Accessor<string>,
  assessmentId: string,
): SectionWork {
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams<{ at?: string }>();
  const { form } = work;
  const sections = createMemo(() => form.compiled.sections.filter((section) => form.node(section.name).relevant));
  const section = createMemo(() => sections().find((each) => each.name === name()) ?? sections()[0] ?? null);
  const index = (): number => sections().findIndex((each) => each === section());
  const cards = createMemo(() => {
    const current = section();
    return current === null ? [] : cardsOf(form.compiled, current);
  });
  const { verify } = work;
  const progress =
    verify === null ? progressOf(form, () => view()?.evidence ?? []) : createMemo(() => verifyProgress(verify.coverage()));
  const routeOf = (section: string, question: string | null): string =>
    questionRoute(assessmentId, section, question, verify === null ? 'answer' : 'verify');
  const [target, setTarget] = createSignal<{ readonly path: string; readonly focus: boolean } | null>(null);
  let here: string | null = search.at ?? null;
  let placeTimer: ReturnType<typeof setTimeout> | undefined;

  const rememberPlace = (path: string | null): void => {
    const current = section();
    if (current === null) return;
    clearTimeout(placeTimer);
    placeTimer = setTimeout(() => {
      void savePlace(store, { assessmentId, section: current.name, question: path });
      if (path !== null && search.at !== path) setSearch({ at: path }, { replace: true, scroll: false });
    }, placeRestMs);
  };
  onCleanup(() => clearTimeout(placeTimer));

  const open = (item: OpenItem): void => {
    here = item.path;
    if (item.section !== section()?.name) navigate(routeOf(item.section, item.path));
    else if (item.path === null) window.scrollTo(0, 0);
    else setTarget({ path: item.path, focus: true });
  };

  // A new section begins at its top, or at the question its address names.
  createEffect((before: string | null) => {
    const current = section()?.name ?? null;
    if (current !== before) {
      const asked = search.at ?? null;
      const shown = asked !== null && cardOf(cards(), asked) !== null ? asked : null;
      here = shown;
      if (shown !== null) setTarget({ path: shown, focus: before !== null });
      else if (before !== null) window.scrollTo(0, 0);
      rememberPlace(shown);
    }
    return current;
  }, null);

  onMount(() => {
    void reportLostCapture();
  });
  const reportLostCapture = async (): Promise<void> => {
    const pending = await readPendingCapture(store);
    if (pending?.assessmentId !== assessmentId || Date.parse(pending.at) >= bootedAt) return;
    const { question, what } = pending;
    if (what === 'picture') work.evidence.reportLost(question);
    await clearPendingCapture(store);
    const place = sectionIn(form.index, question) ?? section()?.name ?? '';
    open({ section: place, path: question });
  };

  return {
    sections,
    section,
    number: () => index() + 1,
    cards,
    progress,
    previous: () => sections()[index() - 1] ?? null,
    next: () => sections()[index() + 1] ?? null,
    routeOf,
    open,
    nextOpen: () => {
      const order = cards().flatMap((card) => [card.path, ...inputsOf(card)]);
      const item = nextUnanswered(progress(), section()?.name ?? '', here, order);
      if (item !== null) open(item);
    },
    at: (path) => {
      if (path === here) return;
      here = path;
      rememberPlace(path);
    },
    target,
  };
}

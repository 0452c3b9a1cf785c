import { useSearchParams } from '@solidjs/router';
import ListChecks from 'lucide-solid/icons/list-checks';
import NotebookPen from 'lucide-solid/icons/notebook-pen';
import Presentation from 'lucide-solid/icons/presentation';
import { createSignal, lazy, Show, Suspense, untrack, type JSX } from 'solid-js';
import { useField } from '#app/field-context.tsx';
import { useForm, type FormWork } from '#app/form/form-context.tsx';
import { createNotes } from '#app/interview/create-notes.ts';
import { NoteSheet } from '#app/interview/note-sheet.tsx';
import { t } from '#app/i18n/t.ts';
import { Button, ButtonLink, IconButton } from '#app/ui/button.tsx';
import type { SectionWork } from './create-questionnaire.ts';

const Presenter = lazy(async () => ({ default: (await import('#app/interview/presenter.tsx')).Presenter }));

/** Notes of the section on screen: a button in the head, and the sheet it opens. */
export function NoteButton(props: { readonly id: string; readonly work: SectionWork }): JSX.Element {
  const { store } = useField();
  const { form } = useForm();
  // Every section of the edition: one that does not show now may come back with its note.
  const sections = form.compiled.sections.map(({ name }) => name);
  const notes = untrack(() => createNotes(store, props.id, sections));
  const [open, setOpen] = createSignal(false);
  return (
    <Show when={props.work.section()}>
      {(section) => (
        <>
          <IconButton
            icon={NotebookPen}
            class={notes.written().has(section().name) ? 'note-dot' : ''}
            label={notes.written().has(section().name) ? t('form.interview.noteHas') : t('form.interview.noteOpen')}
            aria-haspopup="dialog"
            onClick={() => setOpen(true)}
          />
          <NoteSheet open={open()} section={section()} notes={notes} onClose={() => setOpen(false)} />
        </>
      )}
    </Show>
  );
}

/** Other ways to go through the questions. */
export function InterviewWays(props: { readonly id: string; readonly onPresent: () => void }): JSX.Element {
  return (
    <div class="interview-ways">
      <ButtonLink icon={ListChecks} href={`/assessments/${props.id}/open`}>
        {t('form.interview.onlyOpen')}
      </ButtonLink>
      <Button icon={Presentation} onClick={() => props.onPresent()}>
        {t('form.interview.present')}
      </Button>
    </div>
  );
}

/** `?show=1`, so that the phone's own back leads out of it. */
export function createPresenting() {
  const [search, setSearch] = useSearchParams<{ at?: string; show?: string }>();
  return {
    on: () => search.show === '1',
    at: () => search.at ?? null,
    start: () => setSearch({ show: '1' }, { scroll: false }),
    leave: () => setSearch({ show: undefined }, { replace: true, scroll: false }),
  };
}

export function Presenting(props: {
  readonly presenting: ReturnType<typeof createPresenting>;
  readonly form: FormWork;
  readonly work: SectionWork;
}): JSX.Element {
  return (
    <Show when={props.presenting.on() && props.work.section()}>
      {(section) => (
        <Suspense>
          <Presenter
            work={props.form}
            cards={props.work.cards()}
            section={props.work.number()}
            label={section().label}
            at={props.presenting.at()}
            onLeave={() => props.presenting.leave()}
          />
        </Suspense>
      )}
    </Show>
  );
}

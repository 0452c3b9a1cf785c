import { createSignal, untrack, type JSX } from 'solid-js';
import { problem } from '#shared/problems.ts';
import { createKeptText, type KeepText } from '#app/drafts/create-kept-text.ts';
import { problemText } from '#app/i18n/problem-text.ts';
import { Button } from './button.tsx';
import { Field } from './field.tsx';
import { Sheet } from './sheet.tsx';

/** What is asked and what the buttons say. */
export type ReasonWords = {
  readonly reason: string;
  readonly hint: string;
  readonly confirm: string;
  readonly cancel: string;
};

type ReasonFormProps = {
  /** Where it is kept as it is typed. */
  readonly keep: KeepText;
  /** What it means. */
  readonly text: JSX.Element;
  readonly words: ReasonWords;
  readonly tone: 'primary' | 'danger';
  readonly busy: boolean;
  readonly onClose: () => void;
  /** True when it was done: the sheet closes. */
  readonly onReason: (reason: string) => Promise<boolean>;
  /** Why it was not done: the sheet stays open, and so does what was typed. */
  readonly children?: JSX.Element;
};

/** A step that is not taken without a reason. */
export function ReasonSheet(props: ReasonFormProps & { readonly open: boolean; readonly title: string }): JSX.Element {
  return (
    <Sheet open={props.open} title={props.title} onClose={() => props.onClose()}>
      <ReasonForm {...props} />
    </Sheet>
  );
}

function ReasonForm(props: ReasonFormProps): JSX.Element {
  const { text: reason, type, sent } = createKeptText(untrack(() => props.keep));
  const [asked, setAsked] = createSignal(false);
  const missing = (): boolean => reason().trim() === '';
  const go = async (): Promise<void> => {
    setAsked(true);
    if (missing() || !(await props.onReason(reason().trim()))) return;
    sent();
    props.onClose();
  };
  return (
    <div class="stack">
      <p>{props.text}</p>
      <Field
        label={props.words.reason}
        placeholder={props.words.hint}
        value={reason()}
        maxLength={500}
        problem={asked() && missing() ? problemText(problem('assessment.reason-missing')) : null}
        onType={type}
      />
      {props.children}
      <Button variant={props.tone} size="large" wide disabled={props.busy} onClick={() => void go()}>
        {props.words.confirm}
      </Button>
      <Button variant="quiet" wide onClick={() => props.onClose()}>
        {props.words.cancel}
      </Button>
    </div>
  );
}

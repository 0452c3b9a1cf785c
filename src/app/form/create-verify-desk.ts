import { createEffect, createMemo, createSignal, type Accessor } from 'solid-js';
import type { CompiledDefinition } from '#definition/compiled.ts';
import { coverageOf, isSame, type Coverage, type Found } from '#diagnosis/verification.ts';
import type { AnswerValue } from '#engine/answers.ts';
import { isWithdrawn, notVerified } from '#oplog/effective-answers.ts';
import type { ScoreResult } from '#scoring/score-result.ts';
import type { Outcome } from '#shared/outcome.ts';
import type { AnswerScalar } from '#oplog/answers-of.ts';
import type { AssessmentView, FoundView } from '#store/views.ts';
import { createForm, followStored, type AnswerPort, type Form } from './create-form.ts';
import { createLivingForm, type LivingForm } from './living-form.ts';
import { storedChanges } from './merge-stored.ts';
import { createPathSignals } from './path-signals.ts';
import { evidenceCounts } from './progress-of.ts';

/** Where one answer stands: nobody looked, it is as the firm said, or it was changed. */
export type Looked = 'open' | 'confirmed' | 'changed';

/** Verification of one assessment: the firm's answers beside what was found. */
export type VerifyDesk = {
  /** What the firm says. */
  readonly claimed: (path: string) => AnswerValue;
  /** The firm's own answers contradict each other. */
  readonly isClaimDisputed: (path: string) => boolean;
  readonly looked: (path: string) => Looked;
  /** Why it was changed; empty where nobody has said so. */
  readonly reason: (path: string) => string;
  /** Who looked last, as far as it is stored; null where nobody did. */
  readonly by: (path: string) => FoundView | null;
  /** The field for another value is open. */
  readonly correcting: (path: string) => boolean;
  /** It is as the firm said: one tap, which can be taken back. */
  readonly confirm: (path: string) => void;
  readonly correct: (path: string, open: boolean) => void;
  readonly explain: (path: string, reason: string) => void;
  /** As nobody had looked. */
  readonly withdraw: (path: string) => void;
  readonly isFoundRow: (rowId: string) => boolean;
  readonly coverage: Accessor<Coverage>;
  readonly selfScore: Accessor<ScoreResult>;
};

type Saved = { readonly savedAt: string };

/** Where findings go: the store's commands for one assessment. */
export type VerifyPort = Pick<AnswerPort, 'addRow' | 'removeRow'> & {
  /** An empty list takes back. */
  readonly verify: (path: string, value: AnswerScalar, reason: string | null) => Promise<Outcome<Saved>>;
};

type Mark = { readonly found: boolean; readonly reason: string };

/** A form over what stands after the visit, and the desk that tells its two sides apart. */
export function createVerification(
  compiled: CompiledDefinition,
  view: Accessor<AssessmentView>,
  port: VerifyPort,
): { readonly form: Form; readonly desk: VerifyDesk } {
  const claims = createClaims(compiled, view);
  const claimOf = (path: string): AnswerValue => claims.view.state(path).value;

  const marks = createMarks(view);
  const form = createForm(compiled, view().verified.answers, {
    setAnswer: (path, value) => {
      const reason = marks.read(path).reason.trim();
      return port.verify(path, value, isTakenBack(value) || reason === '' ? null : reason);
    },
    addRow: port.addRow,
    removeRow: port.removeRow,
  });

  const withdraw = (path: string): void => {
    marks.put(path, { found: false, reason: '' });
    form.write(path, claimOf(path), notVerified, 'tap');
  };
  /** Back to how it was before a tap. */
  const restore = (path: string): (() => void) => {
    const before = marks.read(path);
    const { value } = form.view.state(path);
    return () => {
      if (!before.found) return withdraw(path);
      marks.put(path, before);
      form.write(path, value, value, 'tap');
    };
  };
  const found = (path: string): void => marks.put(path, { ...marks.read(path), found: true });

  const desk: VerifyDesk = {
    claimed: (path) => claims.node(path).value,
    isClaimDisputed: (path) => view().conflicts.some((conflict) => conflict.path === path),
    looked: (path) => {
      if (!marks.at(path).found) return 'open';
      return isSame(form.node(path).value, claims.node(path).value) ? 'confirmed' : 'changed';
    },
    reason: (path) => marks.at(path).reason,
    by: (path) => view().verified.found.find((each) => each.path === path) ?? null,
    correcting: marks.isOpen,
    confirm: (path) => {
      const back = restore(path);
      marks.put(path, { found: true, reason: '' });
      marks.open(path, false);
      form.write(path, claimOf(path), claimOf(path), 'tap');
      form.undoable('verified', back);
    },
    correct: marks.open,
    explain: (path, reason) => {
      marks.put(path, { found: true, reason });
      const { value } = form.view.state(path);
      form.write(path, value, value, 'typing');
    },
    withdraw: (path) => {
      const back = restore(path);
      marks.open(path, false);
      withdraw(path);
      form.undoable('withdrawn', back);
    },
    isFoundRow: (rowId) => view().verified.rows.includes(rowId),
    coverage: liveCoverage(compiled, view, claims, form, marks.read),
    selfScore: createMemo(() => {
      claims.version();
      return claims.score();
    }),
  };
  return {
    desk,
    form: {
      ...form,
      // Whatever a widget writes was found on site.
      set: (path, value, how) => {
        found(path);
        form.set(path, value, how);
      },
      clear: desk.withdraw,
      settle: (path, value) => {
        if (!isTakenBack(value)) {
          found(path);
          return form.settle(path, value);
        }
        marks.put(path, { found: false, reason: '' });
        return form.settle(path, value, claimOf(path));
      },
      explain: (path, reason) => marks.put(path, { ...marks.read(path), reason }),
    },
  };
}

/** The firm's answers as they are now: somebody may still fill them in elsewhere. */
function createClaims(compiled: CompiledDefinition, view: Accessor<AssessmentView>): LivingForm {
  const claims = createLivingForm(compiled, view().answers);
  let baseline = view().answers;
  createEffect(() => {
    const next = view().answers;
    for (const change of storedChanges(baseline, next)) followStored(claims, change);
    baseline = next;
  });
  return claims;
}

/** Counted anew shortly after each burst of edits, and when photos change. */
function liveCoverage(
  compiled: CompiledDefinition,
  view: Accessor<AssessmentView>,
  claims: LivingForm,
  form: Form,
  markAt: (path: string) => Mark,
): Accessor<Coverage> {
  return createMemo(() => {
    form.version();
    claims.version();
    const foundAt = (path: string): Pick<Found, 'value' | 'reason'> | null => {
      const { found, reason } = markAt(path);
      return found ? { value: form.view.state(path).value, reason } : null;
    };
    const evidence = evidenceCounts(view().evidence);
    return coverageOf(compiled, { claimed: claims.view, found: form.view, foundAt, evidence });
  });
}

/** Which paths were looked at and why they were changed: what was tapped here, over what is stored. */
function createMarks(view: Accessor<AssessmentView>) {
  const here = new Map<string, Mark>();
  let stored: ReadonlyMap<string, Mark> = marksOf(view());
  const read = (path: string): Mark => here.get(path) ?? stored.get(path) ?? unmarked;
  const signals = createPathSignals(read, sameMark);
  const [open, setOpen] = createSignal<ReadonlySet<string>>(new Set());
  createEffect(() => {
    const next = marksOf(view());
    const paths = new Set([...stored.keys(), ...next.keys()]);
    stored = next;
    // What was tapped here holds until the store says the same; then others may change it again.
    for (const [path, mark] of here) {
      paths.add(path);
      if (sameMark(mark, stored.get(path) ?? unmarked)) here.delete(path);
    }
    signals.refresh([...paths]);
  });
  return {
    read,
    at: (path: string): Mark => signals.at(path)(),
    put: (path: string, mark: Mark): void => {
      here.set(path, mark);
      signals.refresh([path]);
    },
    isOpen: (path: string): boolean => open().has(path),
    open: (path: string, wanted: boolean): void => {
      const next = new Set(open());
      if (wanted) next.add(path);
      else next.delete(path);
      setOpen(next);
    },
  };
}

const unmarked: Mark = { found: false, reason: '' };

function marksOf({ verified }: AssessmentView): ReadonlyMap<string, Mark> {
  return new Map(verified.found.map(({ path, reason }) => [path, { found: true, reason: reason ?? '' }]));
}

function sameMark(a: Mark, b: Mark): boolean {
  return a.found === b.found && a.reason === b.reason;
}

function isTakenBack(value: AnswerValue): boolean {
  return typeof value === 'object' && value !== null && isWithdrawn([...value]);
}

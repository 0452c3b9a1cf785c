import { createMemo, type Accessor } from 'solid-js';
import type { OfficeDetail } from '#protocol/office-wire.ts';
import type { ReviewReply } from '#protocol/review-wire.ts';
import type { Problem } from '#shared/problems.ts';
import { createDetailQuery } from '../assessment-panel.tsx';
import { createServerQuery } from '../create-server-query.ts';
import { keepOnPage } from '../keep-on-page.ts';
import { readReview, sendRemarks } from './review-api.ts';
import { reviewItems, type ReviewItem } from './review-items.ts';

/** Comments and the reason of a return or an amendment as they are typed, and what is marked. */
type Notes = {
  readonly drafts: ReadonlyMap<string, string>;
  readonly marks: ReadonlyMap<string, boolean>;
  readonly returning: Returning;
  readonly amending: string;
};
/** Why it goes back and until when: `YYYY-MM-DD`, or empty. */
export type Returning = { readonly reason: string; readonly deadline: string };
export const notReturning: Returning = { reason: '', deadline: '' };

const createKeptNotes = keepOnPage<Notes>();
const noNotes: Notes = { drafts: new Map(), marks: new Map(), returning: notReturning, amending: '' };

export type ReviewWork = {
  readonly detail: Accessor<OfficeDetail | null>;
  readonly review: Accessor<ReviewReply | null>;
  readonly failed: Accessor<Problem | null>;
  readonly items: Accessor<readonly ReviewItem[]>;
  readonly marked: Accessor<ReadonlySet<string>>;
  readonly mark: (path: string, on: boolean) => void;
  readonly commentOf: (item: ReviewItem) => string;
  readonly comment: (path: string, text: string) => void;
  readonly returning: Accessor<Returning>;
  readonly setReturning: (returning: Returning) => void;
  readonly amending: Accessor<string>;
  readonly setAmending: (reason: string) => void;
  readonly unsaved: Accessor<number>;
  /** Sends what was typed. */
  readonly save: () => Promise<void>;
  readonly again: () => void;
};

export function createReview(id: Accessor<string>): ReviewWork {
  const detail = createDetailQuery(id);
  const review = createServerQuery(() => {
    const of = id();
    return { key: ['review-of', of], load: (signal: AbortSignal) => readReview(of, signal) };
  });
  const [kept, keep] = createKeptNotes(id);
  const notes = (): Notes => kept() ?? noNotes;
  const note = (change: Partial<Notes>): void => keep({ ...notes(), ...change });
  const items = createMemo((): readonly ReviewItem[] => {
    const [form, about] = [detail.value(), review.value()];
    return form === null || about === null ? [] : reviewItems(form, about);
  });
  const commentOf = (item: ReviewItem): string => notes().drafts.get(item.path) ?? item.remark;
  const changed = createMemo(() => items().filter((item) => commentOf(item).trim() !== item.remark));
  /** What is said something about is returned, unless that was taken off. */
  const marked = createMemo(
    () => new Set(items().flatMap((item) => ((notes().marks.get(item.path) ?? commentOf(item).trim() !== '') ? item.path : []))),
  );
  const again = (): void => {
    review.again();
    detail.again();
  };
  return {
    detail: detail.value,
    review: review.value,
    failed: () => review.failed() ?? detail.failed(),
    items,
    marked,
    mark: (path, on) => note({ marks: new Map(notes().marks).set(path, on) }),
    commentOf,
    comment: (path, text) => note({ drafts: new Map(notes().drafts).set(path, text) }),
    returning: () => notes().returning,
    setReturning: (returning) => note({ returning }),
    amending: () => notes().amending,
    setAmending: (amending) => note({ amending }),
    unsaved: () => changed().length,
    save: async () => {
      const remarks = changed().map((item) => ({ path: item.path, text: commentOf(item).trim() }));
      if (remarks.length === 0) return;
      await sendRemarks(id(), remarks);
      again();
    },
    again,
  };
}

import type { OfficeAnswer, OfficeDetail } from '#protocol/office-wire.ts';
import type { ReviewReply } from '#protocol/review-wire.ts';

/** One line of what is reviewed: what the firm said, what was found, what was said about it. */
export type ReviewItem = {
  readonly path: string;
  readonly section: string;
  readonly answer: OfficeAnswer;
  readonly verified: ReviewReply['verified'][number] | null;
  /** The comment that stands at the server. */
  readonly remark: string;
  readonly returned: boolean;
  readonly handled: boolean;
  readonly lacksEvidence: boolean;
  readonly differs: boolean;
};

export const itemFilters = ['all', 'marked', 'remarks', 'evidence', 'differs'] as const;
export type ItemFilter = (typeof itemFilters)[number];

/** What is asked, and what is computed and scored or shown by evidence, in the order of the form. */
export function reviewItems(detail: OfficeDetail, review: ReviewReply): readonly ReviewItem[] {
  const remarks = new Map(review.remarks.map(({ path, text }) => [path, text]));
  const verified = new Map(review.verified.map((found) => [found.path, found]));
  const returned = new Map(review.decision?.items.map((item) => [item.question, item]));
  return detail.sections.flatMap(({ label, parts, relevant }) =>
    parts.flatMap((part): readonly ReviewItem[] => {
      if (part.kind !== 'answer' || !relevant || !isReviewed(part.answer)) return [];
      const { answer } = part;
      const found = verified.get(answer.path) ?? null;
      return [
        {
          path: answer.path,
          section: label,
          answer,
          verified: found,
          remark: remarks.get(answer.path) ?? '',
          returned: returned.has(answer.path),
          handled: returned.get(answer.path)?.handled === true,
          lacksEvidence: answer.evidenceNeed === 'required' && answer.evidence.length === 0,
          differs: found !== null && found.text !== answer.text,
        },
      ];
    }),
  );
}

function isReviewed({ relevant, computed, items, evidence, evidenceNeed }: OfficeAnswer): boolean {
  return relevant && (!computed || items.length > 0 || evidence.length > 0 || evidenceNeed !== null);
}

export function passes(item: ReviewItem, filter: ItemFilter, marked: ReadonlySet<string>): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'marked':
      return marked.has(item.path) || item.returned;
    case 'remarks':
      return item.remark !== '';
    case 'evidence':
      return item.lacksEvidence;
    case 'differs':
      return item.differs;
  }
}

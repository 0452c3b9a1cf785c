import type { EvidenceRule, Question } from '#definition/compiled.ts';
import { namesOf, type Card } from './cards.ts';

/** What stands around the widget of a card. */
export type FrameOf = {
  readonly path: string;
  /** All names the card shows, between blanks: how a jump finds it. */
  readonly names: string;
  readonly number: number;
  readonly wording: string;
  readonly hint: string | null;
  readonly guidance: string | null;
  /** A ladder of one scene among many: less air, so that it reads as one thing. So do the many clauses of a maturity model. */
  readonly compact: boolean;
  /** Questions the card's menu speaks of. */
  readonly questions: readonly Question[];
  readonly computed: readonly Question[];
  readonly evidence: readonly EvidencePlace[];
};

/** A question that evidence is asked for. */
export type EvidencePlace = { readonly question: string; readonly label: string; readonly rule: EvidenceRule };

export function frameOf(card: Extract<Card, { readonly number: number }>): FrameOf {
  const { path, number, computed } = card;
  const names = namesOf(card).join(' ');
  switch (card.kind) {
    case 'question': {
      const { question } = card;
      return {
        path,
        names,
        number,
        computed,
        wording: question.label,
        hint: question.hint,
        guidance: question.guidance,
        compact: question.appearance === 'scene' || card.again,
        questions: card.seen === null ? [question] : [question, card.seen],
        evidence: question.evidence === null ? evidenceOf(computed) : evidenceOf([question]),
      };
    }
    case 'scene': {
      const { label, questions } = card;
      const first = questions[0];
      return {
        path,
        names,
        number,
        computed,
        wording: label,
        hint: card.hint ?? first?.hint ?? null,
        guidance: first?.guidance ?? null,
        compact: true,
        questions,
        evidence: evidenceOf(questions),
      };
    }
    case 'pair': {
      const { last, previous } = card;
      return {
        path,
        names,
        number,
        computed,
        wording: card.label,
        hint: last.hint ?? previous.hint ?? card.hint,
        guidance: last.guidance ?? previous.guidance,
        compact: false,
        questions: [last, previous],
        evidence: evidenceOf([last, previous, ...computed]).slice(0, 1),
      };
    }
    case 'repeat':
      return {
        path,
        names,
        number,
        computed,
        wording: card.repeat.label,
        hint: card.repeat.hint,
        guidance: null,
        compact: false,
        questions: [],
        evidence: evidenceOf(computed),
      };
  }
}

/** Evidence of a computed rate hangs on the card that shows it. */
function evidenceOf(questions: readonly Question[]): readonly EvidencePlace[] {
  return questions.flatMap(({ name, label, evidence }) => (evidence === null ? [] : [{ question: name, label, rule: evidence }]));
}

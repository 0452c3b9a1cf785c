import { createMemo, Show, type JSX } from 'solid-js';
import { verificationSheet, type VerificationSheet } from '#diagnosis/verification-sheet.ts';
import type { Evaluation } from '#app/form/create-evaluation.ts';
import { evidenceCounts } from '#app/form/progress-of.ts';
import { valueWords } from '#app/form/value-words.ts';
import { t } from '#app/i18n/t.ts';
import { VerificationParts } from '#app/standing/verification-sheet.tsx';

/** Self against verified, as soon as somebody has verified anything. */
export function VerifiedPart(props: { readonly evaluation: Evaluation }): JSX.Element {
  const sheet = createMemo(() => (props.evaluation.verified === null ? null : sheetOf(props.evaluation)));
  return <Show when={sheet()}>{(found) => <VerificationParts sheet={found()} />}</Show>;
}

function sheetOf({ view, compiled }: Evaluation): VerificationSheet {
  const { verified, evidence } = view;
  const names = new Map(verified.found.map(({ author, name, mine }) => [author, name ?? (mine ? t('form.verify.mine') : null)]));
  return verificationSheet(
    compiled,
    {
      self: view.answers,
      verified: verified.answers,
      found: verified.found.map(({ path, value, reason, author, wallTime }) => ({
        path,
        value,
        reason,
        by: author,
        at: wallTime,
      })),
      evidence: evidenceCounts(evidence),
    },
    { value: valueWords, person: (id) => names.get(id) ?? t('form.verify.someone') },
  );
}

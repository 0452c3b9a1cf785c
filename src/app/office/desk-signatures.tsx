import type { JSX } from 'solid-js';
import type { OfficeDetail } from '#protocol/office-wire.ts';
import { SignatureLines, type SignatureLine } from '../evidence/signature-lines.tsx';

/** Nothing is said of signatures while an unsigned draft is being filled in. */
export function isShown({ evidence, state }: OfficeDetail): boolean {
  return state !== 'draft' || evidence.some(({ signs }) => signs !== null);
}

/** Who signed what was handed in, and whether it still holds. */
export function DeskSignatures(props: { readonly detail: OfficeDetail }): JSX.Element {
  const signatures = (): readonly SignatureLine[] =>
    props.detail.evidence.flatMap(({ signs, capturedAt }) => (signs === null ? [] : { ...signs, at: capturedAt }));
  /** Newest first: who finished it last said why. */
  const reason = (): string | null => props.detail.history.find(({ kind }) => kind === 'finalise')?.reason ?? null;
  return <SignatureLines signatures={signatures()} reason={reason()} />;
}

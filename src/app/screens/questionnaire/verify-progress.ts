import type { Completeness } from '#diagnosis/completeness.ts';
import { isVerified, type Coverage } from '#diagnosis/verification.ts';

/** A coverage told as progress, so that one moves through a verification as through a questionnaire: open is what nobody verified. */
export function verifyProgress(coverage: Coverage): Completeness {
  const sections = coverage.sections.map(({ section, label, clauses, evidenceMissing }) => {
    const asked = clauses.filter(({ standing }) => standing !== 'blank');
    const open = asked.filter((clause) => !isVerified(clause));
    return {
      section,
      label,
      relevant: true,
      total: asked.length,
      answered: asked.length - open.length,
      unanswered: open.map(({ path }) => path),
      invalid: [],
      evidenceMissing,
    };
  });
  return {
    sections,
    total: coverage.total,
    answered: coverage.verified,
    evidenceRequired: coverage.evidenceMissing,
    evidencePresent: 0,
    missingRequired: [],
  };
}

/** Clauses that differ, by section. */
export function differing({ sections }: Coverage): readonly { readonly section: string; readonly path: string }[] {
  return sections.flatMap(({ section, clauses }) => clauses.flatMap(({ path, differs }) => (differs ? [{ section, path }] : [])));
}

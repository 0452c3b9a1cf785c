import type { Expression } from './expression.ts';
import type { Provenance } from './provenance.ts';
import type { Report } from './report.ts';
import type { NamedNode } from './resolve-expression.ts';
import type { ProvenanceSource } from './schema-parts.ts';
import type { ScoringSource } from './scoring-schema.ts';
import type { SourcePath } from './source-text.ts';

/** What every part of the scoring block is built with. */
export type ScoringContext = {
  readonly source: ScoringSource;
  readonly names: ReadonlyMap<string, NamedNode>;
  readonly report: Report;
  labelOf(question: string): string | null;
  /** Id of the second-level group of that name, made on first use. */
  groupId(measure: string, name: string): string;
  /** A condition over answers, read at the top level. */
  condition(text: string | undefined, path: SourcePath, of: string | null): Expression | null;
  provenance(own: ProvenanceSource | undefined): Provenance;
};

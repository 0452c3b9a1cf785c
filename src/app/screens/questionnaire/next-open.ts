import type { Completeness, SectionProgress } from '#diagnosis/completeness.ts';

/** What the jump menu can show alone. */
export type OpenFilter = 'unanswered' | 'evidence' | 'disputed';

/** One thing still to do, and where it is; a null path is the section's top. */
export type OpenItem = { readonly section: string; readonly path: string | null };

/** Everything of a kind that is still open, in the order of the definition. */
export function openItems(
  progress: Completeness,
  filter: OpenFilter,
  disputed: readonly string[],
  sectionOf: (path: string) => string | null,
): readonly OpenItem[] {
  if (filter === 'disputed') {
    return disputed.flatMap((path) => {
      const section = sectionOf(path);
      return section === null ? [] : [{ section, path }];
    });
  }
  return progress.sections.flatMap((section) => pathsOf(section, filter).map((path) => ({ section: section.section, path })));
}

/** The first unanswered question after `from` in its section, else the next one anywhere, going round once; null when all is answered. */
export function nextUnanswered(
  progress: Completeness,
  section: string,
  from: string | null,
  order: readonly string[],
): OpenItem | null {
  const all = openItems(progress, 'unanswered', [], () => null);
  if (all.length === 0) return null;
  const start = progress.sections.findIndex((each) => each.section === section);
  const position = (path: string): number => order.indexOf(path.split('/')[0] ?? path);
  const here = from === null ? -1 : position(from);
  const later = (item: OpenItem): boolean => {
    const at = progress.sections.findIndex((each) => each.section === item.section);
    return at > start || (at === start && item.path !== null && position(item.path) > here);
  };
  return all.find(later) ?? all[0] ?? null;
}

function pathsOf(section: SectionProgress, filter: 'unanswered' | 'evidence'): readonly string[] {
  if (filter === 'evidence') return section.evidenceMissing;
  // A wrong value counts for nothing, so it is as open as a blank.
  return [...new Set([...section.unanswered, ...section.invalid])];
}

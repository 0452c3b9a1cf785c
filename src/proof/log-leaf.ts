/** What the hourly seal of the server's log covers, one text a leaf. Arrays of texts and whole numbers: plain JSON is canonical. */

export type LogLeaf =
  /** The seal before this one: a later root covers all that came before it. */
  | { readonly kind: 'seal'; readonly number: number; readonly root: string }
  | { readonly kind: 'audit'; readonly number: number; readonly hash: string }
  | {
      readonly kind: 'evidence';
      readonly evidenceId: string;
      readonly sha256: string;
      readonly size: number;
      readonly committedAt: string;
    }
  /** What a device had sent: the hash of its op with this number, and through `prev` every one before. */
  | { readonly kind: 'chain'; readonly device: string; readonly seq: number; readonly hash: string }
  /** `assessmentRoot` over the ops of an assessment whose numbers are not above `gsn`. */
  | { readonly kind: 'assessment'; readonly assessment: string; readonly gsn: number; readonly root: string };

export function leafText(leaf: LogLeaf): string {
  switch (leaf.kind) {
    case 'seal':
      return JSON.stringify([leaf.kind, leaf.number, leaf.root]);
    case 'audit':
      return JSON.stringify([leaf.kind, leaf.number, leaf.hash]);
    case 'evidence':
      return JSON.stringify([leaf.kind, leaf.evidenceId, leaf.sha256, leaf.size, leaf.committedAt]);
    case 'chain':
      return JSON.stringify([leaf.kind, leaf.device, leaf.seq, leaf.hash]);
    case 'assessment':
      return JSON.stringify([leaf.kind, leaf.assessment, leaf.gsn, leaf.root]);
  }
}

/** Null when the text is no leaf. */
export function readLeaf(text: string): LogLeaf | null {
  const [kind, a, b, c, d] = partsOf(text);
  const known = leafOf(kind, a, b, c, d);
  // One writing only: what reads back to another text is none of ours.
  return known !== null && leafText(known) === text ? known : null;
}

function leafOf(kind: Part, a: Part, b: Part, c: Part, d: Part): LogLeaf | null {
  if (kind === 'seal' && typeof a === 'number' && typeof b === 'string') return { kind, number: a, root: b };
  if (kind === 'audit' && typeof a === 'number' && typeof b === 'string') return { kind, number: a, hash: b };
  if (typeof a !== 'string') return null;
  if (kind === 'chain' && typeof b === 'number' && typeof c === 'string') return { kind, device: a, seq: b, hash: c };
  if (kind === 'assessment' && typeof b === 'number' && typeof c === 'string') return { kind, assessment: a, gsn: b, root: c };
  if (kind === 'evidence' && typeof b === 'string' && typeof c === 'number' && typeof d === 'string')
    return { kind, evidenceId: a, sha256: b, size: c, committedAt: d };
  return null;
}

type Part = string | number | undefined;

function partsOf(text: string): readonly Part[] {
  try {
    const parts: unknown = JSON.parse(text);
    return Array.isArray(parts) && parts.every((part) => typeof part === 'string' || Number.isSafeInteger(part)) ? parts : [];
  } catch {
    return [];
  }
}

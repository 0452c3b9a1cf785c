/** Reads YAML and keeps where everything stands, so that a problem can name its line. */
import { LineCounter, isMap, isNode, isScalar, parseDocument } from 'yaml';
import type { Document, Node } from 'yaml';

export type SourcePath = readonly (string | number)[];
export type SourcePlace = { readonly line: number; readonly column: number };

export type SourceText = {
  readonly value: unknown;
  readonly faults: readonly { readonly place: SourcePlace; readonly message: string }[];
  /** Where the value at `path` stands, or its nearest ancestor that exists. */
  place(path: SourcePath): SourcePlace;
  /** Where the key itself stands in the map at `path`. */
  placeOfKey(path: SourcePath, key: string): SourcePlace;
};

export function readSourceText(text: string): SourceText {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const at = (offset: number): SourcePlace => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const place = (path: SourcePath): SourcePlace => at(nodeAt(document, path)?.range?.[0] ?? 0);
  return {
    value: document.errors.length > 0 ? null : (document.toJS() as unknown),
    faults: document.errors.map((error) => ({ place: at(error.pos[0]), message: error.message })),
    place,
    placeOfKey(path, key) {
      const node = nodeAt(document, path);
      if (isMap(node)) {
        for (const pair of node.items) {
          if (isScalar(pair.key) && pair.key.value === key) return at(pair.key.range?.[0] ?? 0);
        }
      }
      return place(path);
    },
  };
}

function nodeAt(document: Document, path: SourcePath): Node | null {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node)) return node;
  }
  return null;
}

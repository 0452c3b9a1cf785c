/** Reads YAML and keeps where everything stands, so that a problem can name its line. */
import { LineCounter, isCollection, isMap, isNode, isScalar, parseDocument } from 'yaml';
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
  const placeOfKey = (path: SourcePath, key: string): SourcePlace | null => {
    const node = nodeAt(document, path);
    const pair = isMap(node) ? node.items.find((each) => isScalar(each.key) && each.key.value === key) : undefined;
    return pair !== undefined && isScalar(pair.key) ? at(pair.key.range?.[0] ?? 0) : null;
  };
  const place = (path: SourcePath): SourcePlace => {
    const node = nodeAt(document, path);
    const key = path.at(-1);
    // A list or map starts on the line after its key: the key is what an author looks for.
    const ofKey = isCollection(node) && typeof key === 'string' ? placeOfKey(path.slice(0, -1), key) : null;
    return ofKey ?? at(node?.range?.[0] ?? 0);
  };
  const faults = document.errors.map((error) => ({ place: at(error.pos[0]), message: error.message }));
  let value: unknown = null;
  try {
    if (faults.length === 0) value = document.toJS();
  } catch (fault) {
    // Aliases that unfold without end, or that point nowhere.
    faults.push({ place: at(0), message: fault instanceof Error ? fault.message : String(fault) });
  }
  return {
    value,
    faults,
    place,
    placeOfKey: (path, key) => placeOfKey(path, key) ?? place(path),
  };
}

function nodeAt(document: Document, path: SourcePath): Node | null {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node)) return node;
  }
  return null;
}

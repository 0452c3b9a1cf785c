/** The Merkle tree of RFC 6962 over texts: leaves and nodes are hashed apart, so that neither can pass for the other. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';

export type MerkleTree = {
  /** Lower-case hex. Of no leaves: the hash of nothing. */
  readonly root: string;
  /** The hashes beside the way from a leaf up to the root, the lowest first. */
  readonly path: (index: number) => readonly string[];
};

export function merkleTree(leaves: readonly string[]): MerkleTree {
  const hashes = leaves.map(hashLeaf);
  const known = new Map<string, Hash>();
  /** Over the leaves from `from` up to, without, `to`. */
  const rootOf = (from: number, to: number): Hash => {
    const [only] = hashes.slice(from, from + 1);
    if (to - from === 1 && only !== undefined) return only;
    const name = `${from}-${to}`;
    const middle = from + split(to - from);
    const hash = known.get(name) ?? join(rootOf(from, middle), rootOf(middle, to));
    known.set(name, hash);
    return hash;
  };
  const pathOf = (index: number, from: number, to: number): readonly Hash[] => {
    if (to - from <= 1) return [];
    const middle = from + split(to - from);
    return index < middle
      ? [...pathOf(index, from, middle), rootOf(middle, to)]
      : [...pathOf(index, middle, to), rootOf(from, middle)];
  };
  return {
    root: bytesToHex(hashes.length === 0 ? sha256(new Uint8Array()) : rootOf(0, hashes.length)),
    path: (index) => pathOf(index, 0, hashes.length).map(bytesToHex),
  };
}

/** The root that a leaf leads to at `index` of `size`; null when the path is none of such a place. */
export function rootOfPath(leaf: string, index: number, size: number, path: readonly string[]): string | null {
  if (!(index >= 0 && index < size) || !path.every((hash) => /^[0-9a-f]{64}$/.test(hash))) return null;
  const up = climb(hashLeaf(leaf), index, size, path.map(hexToBytes));
  return up === null ? null : bytesToHex(up);
}

type Hash = Uint8Array;

function hashLeaf(leaf: string): Hash {
  return sha256(concatBytes(Uint8Array.of(0), utf8ToBytes(leaf)));
}

function join(left: Hash, right: Hash): Hash {
  return sha256(concatBytes(Uint8Array.of(1), left, right));
}

/** The left part is the largest power of two below the size. */
function split(size: number): number {
  let part = 1;
  while (part * 2 < size) part *= 2;
  return part;
}

/** Consumes the path from its end, as the tree is split from its top. */
function climb(leaf: Hash, index: number, size: number, path: readonly Hash[]): Hash | null {
  if (size === 1) return path.length === 0 ? leaf : null;
  const beside = path.at(-1);
  if (beside === undefined) return null;
  const left = split(size);
  const below =
    index < left ? climb(leaf, index, left, path.slice(0, -1)) : climb(leaf, index - left, size - left, path.slice(0, -1));
  if (below === null) return null;
  return index < left ? join(below, beside) : join(beside, below);
}

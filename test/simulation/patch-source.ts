/**
 * Changes the text of source files while they are loaded into this thread: the product has no switch for a mutant, and a mutant that no
 * longer finds its line fails instead of testing nothing. Must run before anything of the core is imported.
 */
import { registerHooks } from 'node:module';

export type Patch = {
  /** From the root of the repository. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly find: string;
  readonly put: string;
};

/** The same function by the platform, ten times as fast. */
const platformHash: Patch = {
  file: 'src/shared/sha256.ts',
  find: 'return bytesToHex(sha256(utf8ToBytes(text)));',
  put: "return process.getBuiltinModule('node:crypto').hash('sha256', text, 'hex');",
};

/** Returns what checks, after the imports, that every patch was needed. */
export function patchSource(patches: readonly Patch[]): () => void {
  const waiting = new Set(patches);
  const all = [...patches, platformHash];
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const mine = all.filter(({ file }) => url.endsWith(`/${file}`));
      if (mine.length === 0) return loaded;
      let text = Buffer.from(loaded.source as Uint8Array).toString('utf8');
      for (const patch of mine) {
        const places = text.split(patch.find).length - 1;
        if (places !== 1) throw new Error(`${patch.file} has ${places} places that read: ${patch.find}`);
        text = text.replace(patch.find, () => patch.put);
        waiting.delete(patch);
      }
      return { ...loaded, source: text };
    },
  });
  return () => {
    for (const { file } of waiting) throw new Error(`${file} was never loaded`);
  };
}

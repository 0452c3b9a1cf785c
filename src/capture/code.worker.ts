/// <reference lib="webworker" />
import { BarcodeDetector as Fallback, prepareZXingModule } from 'barcode-detector/ponyfill';
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url';
import type { CodeReply, CodeRequest } from './code-messages.ts';

declare const self: DedicatedWorkerGlobalScope;

/** The browser's own reader where there is one; the types of the DOM do not know it. */
type Detector = {
  readonly detect: (picture: ImageBitmap) => Promise<readonly { readonly rawValue: string }[]>;
};
type NativeDetector = { new (options: object): Detector; readonly getSupportedFormats: () => Promise<readonly string[]> };

const formats = ['qr_code', 'code_128', 'code_39', 'ean_13', 'data_matrix', 'pdf417'] as const;

// The library's default is a foreign server; ours comes from where the app does, and lies in the service worker's cache.
prepareZXingModule({ overrides: { locateFile: () => wasm } });
const detector = open();

self.addEventListener('message', (event: MessageEvent<CodeRequest>) => {
  void answer(event.data);
});

async function answer({ id, picture }: CodeRequest): Promise<void> {
  let reply: CodeReply;
  try {
    const found = await (await detector).detect(picture);
    reply = { id, kind: 'read', texts: found.map(({ rawValue }) => rawValue).filter((text) => text !== '') };
  } catch {
    reply = { id, kind: 'failed' };
  }
  picture.close();
  self.postMessage(reply, []);
}

async function open(): Promise<Detector> {
  const { BarcodeDetector: native } = self as unknown as { readonly BarcodeDetector?: NativeDetector };
  const known = (await native?.getSupportedFormats().catch(() => [])) ?? [];
  const wanted = formats.filter((format) => known.includes(format));
  // Some desktop builds have the interface and no reader behind it.
  return native !== undefined && wanted.includes('qr_code')
    ? new native({ formats: wanted })
    : new Fallback({ formats: [...formats] });
}

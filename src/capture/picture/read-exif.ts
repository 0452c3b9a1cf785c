/** The few EXIF facts worth noting beside a photo. Everything else, position included, is dropped with the original. */

export type ExifFacts = {
  /** 1–8; 5 and above are turned by a quarter. */
  readonly orientation: number;
  /** ISO time; with an offset only when the camera noted one. */
  readonly takenAt: string | null;
  /** Maker and model as the camera names itself. */
  readonly device: string | null;
};

const tag = { make: 0x010f, model: 0x0110, orientation: 0x0112, exif: 0x8769, takenAt: 0x9003, offset: 0x9011 } as const;
const none: ExifFacts = { orientation: 1, takenAt: null, device: null };

/** `view` begins at the TIFF header. A damaged block yields what could be read, never an error: the photo still counts. */
export function readExif(view: DataView): ExifFacts {
  try {
    const order = view.getUint16(0);
    if (order !== 0x4949 && order !== 0x4d4d) return none;
    const little = order === 0x4949;
    const main = readFields(view, view.getUint32(4, little), little);
    const pointer = main.get(tag.exif);
    const details = typeof pointer === 'number' ? readFields(view, pointer, little) : new Map<number, string | number>();
    const orientation = main.get(tag.orientation);
    return {
      orientation: typeof orientation === 'number' && orientation >= 1 && orientation <= 8 ? orientation : 1,
      takenAt: isoTime(details.get(tag.takenAt), details.get(tag.offset)),
      device: deviceName(main.get(tag.make), main.get(tag.model)),
    };
  } catch (error) {
    if (error instanceof RangeError) return none;
    throw error;
  }
}

/** Text and whole numbers of one directory; other kinds of field are passed over. */
function readFields(view: DataView, start: number, little: boolean): Map<number, string | number> {
  const fields = new Map<number, string | number>();
  const count = view.getUint16(start, little);
  for (let index = 0; index < count; index += 1) {
    const entry = start + 2 + index * 12;
    const kind = view.getUint16(entry + 2, little);
    const length = view.getUint32(entry + 4, little);
    const id = view.getUint16(entry, little);
    if (kind === 2) fields.set(id, readText(view, length <= 4 ? entry + 8 : view.getUint32(entry + 8, little), length));
    else if (kind === 3) fields.set(id, view.getUint16(entry + 8, little));
    else if (kind === 4) fields.set(id, view.getUint32(entry + 8, little));
  }
  return fields;
}

function readText(view: DataView, offset: number, length: number): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + offset, Math.min(length, 256));
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end)).trim();
}

function isoTime(taken: string | number | undefined, offset: string | number | undefined): string | null {
  const parts = /^(\d{4}):(\d{2}):(\d{2}) (\d{2}:\d{2}:\d{2})/.exec(String(taken ?? ''));
  if (parts === null) return null;
  const zone = /^[+-]\d{2}:\d{2}$/.test(String(offset ?? '')) ? String(offset) : '';
  return `${parts[1] ?? ''}-${parts[2] ?? ''}-${parts[3] ?? ''}T${parts[4] ?? ''}${zone}`;
}

function deviceName(make: string | number | undefined, model: string | number | undefined): string | null {
  const maker = typeof make === 'string' ? make : '';
  const name = typeof model === 'string' ? model : '';
  const full = name.toLowerCase().startsWith(maker.toLowerCase()) ? name : `${maker} ${name}`;
  return full.trim() === '' ? null : full.trim();
}

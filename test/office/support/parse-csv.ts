/** A strict RFC 4180 reader, written apart from the writer: quoted fields, doubled quotes, CRLF. Throws on anything else. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let field = '';
    if (text[at] === '"') {
      at += 1;
      for (;;) {
        const close = text.indexOf('"', at);
        if (close < 0) throw new Error('a quoted field never ends');
        field += text.slice(at, close);
        at = close + 1;
        if (text[at] !== '"') break;
        field += '"';
        at += 1;
      }
    } else {
      const end = text.slice(at).search(/[,\r\n"]/u);
      field = text.slice(at, end < 0 ? undefined : at + end);
      at += field.length;
    }
    row.push(field);
    if (text[at] === ',') {
      at += 1;
    } else if (text.startsWith('\r\n', at)) {
      rows.push(row);
      row = [];
      at += 2;
    } else {
      throw new Error(`unexpected ${JSON.stringify(text[at] ?? 'end')} at ${String(at)}`);
    }
  }
  return rows;
}

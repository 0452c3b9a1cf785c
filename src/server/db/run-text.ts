/**
 * Neighbouring rows as one JSON text. Each after the first says only what cannot be told from the one before: `follows` names the
 * parts that move on in a known way, all others stay.
 */
export type Follows<Row> = (before: Row) => Partial<Row>;

export function runText<Row extends object>(rows: readonly Row[], follows: Follows<Row>): string {
  return JSON.stringify(rows.map((row, index) => differences(rows[index - 1], row, follows)));
}

export function runRows<Row extends object>(text: string, follows: Follows<Row>): readonly Row[] {
  const rows: Row[] = [];
  for (const said of JSON.parse(text) as readonly Partial<Row>[]) {
    const before = rows.at(-1);
    // The first says everything.
    rows.push(before === undefined ? (said as Row) : { ...before, ...follows(before), ...said });
  }
  return rows;
}

function differences<Row extends object>(before: Row | undefined, row: Row, follows: Follows<Row>): Partial<Row> {
  if (before === undefined) return row;
  const expected = follows(before);
  const said: Partial<Row> = {};
  for (const key of Object.keys(row) as (keyof Row)[]) {
    const same = key in expected ? expected[key] === row[key] : isSame(before[key], row[key]);
    if (!same) said[key] = row[key];
  }
  return said;
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (Array.isArray(a) && Array.isArray(b) && a.length === 0 && b.length === 0);
}

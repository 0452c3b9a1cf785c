import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { DatabaseKind } from './schema.ts';

/** `text` somewhere in a column, letter for letter but for the case of ASCII. SQLite's `like` ignores that by itself. */
export function contains(kind: DatabaseKind, column: string, text: string): RawBuilder<boolean> {
  const like = kind === 'sqlite' ? sql`like` : sql`ilike`;
  const part = `%${text.replace(/[\\%_]/gu, String.raw`\$&`)}%`;
  return sql<boolean>`${sql.ref(column)} ${like} ${part} escape '\\'`;
}

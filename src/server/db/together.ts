/** Statements that need nothing of each other's answers. */
import type { CompiledQuery } from 'kysely';
import type { Database, DatabaseKind } from './schema.ts';

export type Answers<Queries extends readonly CompiledQuery[]> = {
  readonly [Place in keyof Queries]: Queries[Place] extends CompiledQuery<infer Row> ? readonly Row[] : never;
};

/**
 * Runs them in order, in the transaction `db`, and answers with the rows of each. PostgreSQL gets all of them at once and replies in one
 * go, so that a round trip is paid once. Rejects with the first failure.
 */
export async function together<const Queries extends readonly CompiledQuery[]>(
  db: Database,
  kind: DatabaseKind,
  queries: Queries,
): Promise<Answers<Queries>> {
  const executor = db.getExecutor();
  const answers = await executor.provideConnection(async (connection) => {
    const here = executor.withConnectionProvider({ provideConnection: (run) => run(connection) });
    const rowsOf = async (query: CompiledQuery): Promise<readonly unknown[]> => (await here.executeQuery(query)).rows;
    if (kind === 'postgres') return Promise.all(queries.map(rowsOf));
    // One that fails may have rolled all of it back: none after it may run.
    const answered: (readonly unknown[])[] = [];
    for (const query of queries) answered.push(await rowsOf(query));
    return answered;
  });
  return answers as Answers<Queries>;
}

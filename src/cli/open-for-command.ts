/** The server's data for a command, without a port. Works beside a running server. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { definitionsFolder } from '#server/definitions/definitions-folder.ts';
import { loadDefinitions } from '#server/definitions/load-definitions.ts';
import { loadFacts } from '#server/definitions/load-facts.ts';
import { readEnvironment } from '#server/environment.ts';
import { openServer } from '#server/open-server.ts';
import type { ServerContext } from '#server/context.ts';

/** Runs `work` on the data that `DATA_DIR` and `DATABASE_URL` name, and closes it whatever happens. */
export async function withServer(work: (server: ServerContext) => Promise<number>): Promise<number> {
  const { dataFolder, databaseUrl } = readEnvironment(process.env);
  if (databaseUrl === null && !existsSync(join(dataFolder, 'xunzhen.sqlite'))) {
    process.stderr.write(`数据文件夹是新的:${dataFolder}(要用别的,设环境变量 DATA_DIR)\n`);
  }
  const { server, close } = await openServer({
    dataFolder,
    databaseUrl,
    definitions: await loadDefinitions(definitionsFolder()),
    facts: await loadFacts(definitionsFolder()),
    now: Date.now,
  });
  try {
    return await work(server);
  } finally {
    await close();
  }
}

/** The product's server as a process of its own, so that its memory can be read from outside. Started by `start-server.ts`. */
import { addPerson } from '../../../src/server/auth/people.ts';
import { startServer } from '../../../src/server/main.ts';
import type { RegionCode } from '../../../src/shared/ids.ts';
import { accounts, surveyor } from './surveyor.ts';

const [dataFolder = '', definitionsFolder = '', dist = '', databaseUrl = ''] = process.argv.slice(2);
const running = await startServer({
  port: 0,
  host: '127.0.0.1',
  dataFolder,
  databaseUrl: databaseUrl === '' ? null : databaseUrl,
  definitionsFolder,
  dist,
  certificate: null,
  timestampAuthority: null,
  filesOrigin: null,
  whenNew: async (server) => {
    const region = surveyor.region as RegionCode;
    const at = new Date().toISOString();
    // Colleagues have few devices each; only a demonstration account may have sixteen, as the benchmark's connections do.
    for (const account of accounts)
      await addPerson(server.open.db, { ...surveyor, account, region, demo: account === surveyor.account }, at);
  },
});
process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)));
process.send?.({ port: running.port });

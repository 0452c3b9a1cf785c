/** The product's server in a process of its own, with accounts of two counties: `run-server.ts <data folder> <dist>`. */
import type { RegionCode } from '#shared/ids.ts';
import { addPerson } from '#server/auth/people.ts';
import { definitionsFolder } from '#server/definitions/definitions-folder.ts';
import { startServer } from '#server/main.ts';
import { people, secret } from './people.ts';

const [dataFolder = '', dist = ''] = process.argv.slice(2);
const running = await startServer({
  port: 0,
  host: '127.0.0.1',
  dataFolder,
  databaseUrl: null,
  definitionsFolder: definitionsFolder(),
  dist,
  certificate: null,
  timestampAuthority: null,
  filesOrigin: null,
  whenNew: async ({ open: { db } }) => {
    for (const { account, role, region } of people) {
      const person = { account, name: account, role, region: region as RegionCode, password: secret, demo: true };
      await addPerson(db, person, new Date().toISOString());
    }
  },
});
process.send?.({ port: running.port });
process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)));

/** `npm run soak`: see `usage`. Ends with 1 when a promise did not hold. */
import { parseArgs } from 'node:util';

const usage = `npm run soak -- crash [--kills 100] [--database sqlite|postgres] [--phones 4] [--seed 1] [--json]
    the server (and PostgreSQL) killed with -9 during pushes behind a bad network; both databases unless one is named
npm run soak -- uploads [--photos 500] [--cut-ms 2000] [--seed 1] [--json]
    photos through the product's upload code while every connection is cut, the server killed and acknowledgements lost
npm run soak -- network --profile 2g|flaky|hang|captive [--seed 1] [--json]
    the product's sync in Chromium behind such a network; every profile unless one is named
npm run soak -- renderer [--kills 200] [--seed 1] [--json]
    the built app in Chromium, its pages killed at random moments of a form; shown as saved against found`;

type Report = { readonly faults: readonly string[] };

async function main([command, ...args]: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      kills: { type: 'string', default: '100' },
      database: { type: 'string' },
      phones: { type: 'string', default: '4' },
      photos: { type: 'string', default: '500' },
      'cut-ms': { type: 'string', default: '2000' },
      profile: { type: 'string' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const seed = Number(values.seed);
  const reports: Report[] = [];
  const tell = (report: Report): void => {
    reports.push(report);
    console.log(values.json ? JSON.stringify(report) : tableOf(report));
  };
  switch (command) {
    case 'crash': {
      const { soakCrash } = await import('./crash.ts');
      for (const database of ['sqlite', 'postgres'] as const) {
        if (values.database !== undefined && values.database !== database) continue;
        const counts = { kills: Number(values.kills), phones: Number(values.phones) };
        tell(await soakCrash({ database, ...counts, seed }));
      }
      break;
    }
    case 'uploads': {
      const { soakUploads } = await import('./uploads.ts');
      const photos = Number(values.photos);
      tell(await soakUploads({ photos, cutMs: Number(values['cut-ms']), seed, killEvery: 40, lostReplies: 0.05 }));
      break;
    }
    case 'network': {
      const { profiles, soakNetwork } = await import('./network.ts');
      const work = { assessments: 10, answers: 30, photos: 20, bytes: [30_000, 150_000] } as const;
      for (const profile of Object.keys(profiles) as (keyof typeof profiles)[]) {
        if (values.profile !== undefined && values.profile !== profile) continue;
        tell(await soakNetwork({ profile, work, seed, hurried: false }));
      }
      break;
    }
    case 'renderer': {
      const { soakRenderer } = await import('./renderer.ts');
      reports.push(soakRenderer({ kills: Number(values.kills), seed }));
      break;
    }
    default:
      console.error(usage);
      return command === '--help' ? 0 : 2;
  }
  return reports.length > 0 && reports.every(({ faults }) => faults.length === 0) ? 0 : 1;
}

function tableOf(report: Report): string {
  const lines = Object.entries(report).map(
    ([name, value]) => `${name.padEnd(16)} ${Array.isArray(value) && value.length === 0 ? 'none' : JSON.stringify(value)}`,
  );
  return `${lines.join('\n')}\n`;
}

process.exitCode = await main(process.argv.slice(2));

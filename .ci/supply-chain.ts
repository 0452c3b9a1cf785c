/**
 * `npm run supply-chain`: a bill of materials of what a release holds (CycloneDX, `release/sbom.cdx.json`), known vulnerabilities and the
 * registry's signatures. Where the registry cannot be asked, it says that nothing was checked; `--strict` makes that a failure.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';

const strict = process.argv.includes('--strict');
let failed = false;

const bill = npm('sbom', '--sbom-format', 'cyclonedx', '--package-lock-only', '--omit', 'dev');
const components = (read(bill.out)['components'] as readonly unknown[] | undefined)?.length ?? 0;
if (components === 0) {
  failed = true;
  console.error(`bill of materials: not made\n${bill.err}`);
} else {
  mkdirSync('release', { recursive: true });
  writeFileSync('release/sbom.cdx.json', bill.out);
  console.log(`bill of materials: release/sbom.cdx.json, ${String(components)} components`);
}

ask('known vulnerabilities', ['audit', '--json', '--omit', 'dev'], (report) => {
  const { vulnerabilities } = report['metadata'] as { readonly vulnerabilities: Readonly<Record<string, number>> };
  const { high = 0, critical = 0, total = 0 } = vulnerabilities;
  console.log(`known vulnerabilities: ${String(total)}, of these high or critical ${String(high + critical)}`);
  return high + critical === 0;
});
ask('signatures of the registry', ['audit', 'signatures', '--json'], (report) => {
  const [invalid, missing] = [report['invalid'], report['missing']].map((list) => (Array.isArray(list) ? list.length : 0));
  console.log(`signatures of the registry: ${String(invalid)} wrong, ${String(missing)} missing`);
  return invalid === 0;
});
process.exit(failed ? 1 : 0);

/** `judge` sees the report; without one nothing is known. */
function ask(name: string, args: readonly string[], judge: (report: Readonly<Record<string, unknown>>) => boolean): void {
  const { out, err } = npm(...args);
  const report = read(out);
  const isAnswer = 'metadata' in report || 'invalid' in report;
  if (!isAnswer) {
    console.error(
      `${name}: NOT CHECKED, the registry did not answer (${typeof report['message'] === 'string' ? report['message'] : (err.trim().split('\n').at(-1) ?? '')})`,
    );
    failed ||= strict;
    return;
  }
  failed ||= !judge(report);
}

function npm(...args: readonly string[]): { readonly out: string; readonly err: string } {
  const done = spawnSync('npm', [...args], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, timeout: 5 * 60_000 });
  return { out: done.stdout ?? '', err: done.stderr ?? '' };
}

function read(text: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}

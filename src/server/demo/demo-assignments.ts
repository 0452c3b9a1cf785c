import type { EnterpriseRecord } from '#domain/enterprise.ts';
import { assign, endAssignment } from '../auth/assignments.ts';
import type { ServerContext } from '../context.ts';

/** A deputy who goes with two firms, and went with a third. */
export async function demoAssignments(
  { open: { db }, settings: { serverPerson }, now }: ServerContext,
  deputy: string,
  firms: readonly EnterpriseRecord[],
): Promise<void> {
  const at = new Date(now()).toISOString();
  const codes = [0, 20, 4].flatMap((index) => firms[index]?.code ?? []);
  for (const enterprise of codes) await assign(db, { person: deputy, enterprise }, serverPerson, at);
  for (const enterprise of codes.slice(2)) await endAssignment(db, { person: deputy, enterprise }, serverPerson, at);
}

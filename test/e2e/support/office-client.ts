/** The bureau's side over HTTP: signs in as the demo reviewer and reads what has arrived. */
import { officeDetailSchema, type OfficeDetail } from '../../../src/protocol/office-wire.ts';
import { demoPeople } from '../../../src/server/demo/make-demo.ts';

export type OfficeClient = {
  readonly assessment: (id: string) => Promise<OfficeDetail>;
  /** Bytes of a stored photo. */
  readonly file: (evidenceId: string) => Promise<Uint8Array>;
};

export async function officeClient(url: string): Promise<OfficeClient> {
  const reviewer = demoPeople.find(({ role }) => role === 'reviewer');
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ account: reviewer?.account, password: reviewer?.password }),
  });
  if (!answer.ok) throw new Error(`sign-in answered ${String(answer.status)}: ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .join('; ');
  const get = async (path: string): Promise<Response> => {
    const reply = await fetch(`${url}${path}`, { headers: { cookie } });
    if (!reply.ok) throw new Error(`${path} answered ${String(reply.status)}: ${await reply.text()}`);
    return reply;
  };
  return {
    assessment: async (id) => officeDetailSchema.parse(await (await get(`/api/office/assessments/${id}`)).json()),
    file: async (evidenceId) => {
      const init = { method: 'POST', headers: { cookie, 'content-type': 'application/json', origin: url }, body: '{}' };
      const link = (await (await fetch(`${url}/api/evidence/${evidenceId}/link`, init)).json()) as { readonly url: string };
      const reply = await fetch(`${url}${link.url}`);
      if (!reply.ok) throw new Error(`the original of ${evidenceId} answered ${String(reply.status)}`);
      return new Uint8Array(await reply.arrayBuffer());
    },
  };
}

/** Entered values by question name; rows of a repeat as a list of objects, as the command line takes them. */
export function enteredValues(detail: OfficeDetail): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const rows = new Map<string, Map<string, Record<string, unknown>>>();
  for (const part of detail.sections.flatMap(({ parts }) => parts)) {
    if (part.kind !== 'answer' || part.answer.computed || part.answer.value === null) continue;
    const [name = '', rowId, question] = part.answer.path.split('/');
    if (rowId === undefined || question === undefined) {
      values[name] = part.answer.value;
      continue;
    }
    const repeat = rows.get(name) ?? new Map<string, Record<string, unknown>>();
    rows.set(name, repeat);
    repeat.set(rowId, { ...repeat.get(rowId), [question]: part.answer.value });
  }
  for (const [name, repeat] of rows) values[name] = [...repeat.values()];
  return values;
}

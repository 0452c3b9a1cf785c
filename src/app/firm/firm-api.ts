/** What the firm's page asks the server, each time with its token. Nothing is stored on the firm's phone. */
import type { CompiledDefinition } from '#definition/compiled.ts';
import { askAgain } from '#diagnosis/ask-again.ts';
import { firmChangeReplySchema, firmFormReplySchema, firmHandInReplySchema } from '#protocol/firm-link-wire.ts';
import type { FirmChange, FirmChangeReply, FirmFormReply, FirmHandInReply } from '#protocol/firm-link-wire.ts';
import { ok, refused, type Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';
import { callForText, callServer } from '#sync/call-server.ts';

/** The token of `/f#<token>`; null when the address was not copied whole. */
export function tokenOf(hash: string): string | null {
  const token = /^#([\w-]{43})$/u.exec(hash)?.[1];
  return token ?? null;
}

export type FirmApi = {
  readonly form: () => Promise<Outcome<{ readonly reply: FirmFormReply; readonly compiled: CompiledDefinition }>>;
  readonly change: (change: FirmChange) => Promise<Outcome<FirmChangeReply>>;
  readonly handIn: () => Promise<Outcome<FirmHandInReply>>;
};

export function firmApi(token: string, fetcher: typeof fetch = fetch): FirmApi {
  const post = (path: string, body: object) => ({ method: 'POST', path, body: { token, ...body } }) as const;
  return {
    form: async () => {
      const form = await callServer(fetcher, post('/api/firm/form', {}), firmFormReplySchema);
      if (form.kind === 'refused') return form;
      const path = `/api/definitions/${form.value.definitionHash}`;
      const text = await callForText(fetcher, { method: 'GET', path, body: null });
      if (text.kind === 'refused') return text;
      try {
        const edition = JSON.parse(text.value) as CompiledDefinition;
        const { asks } = form.value;
        return ok({ reply: form.value, compiled: askAgain(edition, asks === null ? undefined : { questions: asks }) });
      } catch {
        return refused(problem('network.not-ours', { path }));
      }
    },
    change: (change) => callServer(fetcher, post('/api/firm/answers', { change }), firmChangeReplySchema),
    handIn: () => callServer(fetcher, post('/api/firm/hand-in', {}), firmHandInReplySchema),
  };
}

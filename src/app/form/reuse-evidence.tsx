import Images from 'lucide-solid/icons/images';
import { createMemo, createSignal, For, onMount, Show, type JSX } from 'solid-js';
import type { EvidenceView } from '#store/views.ts';
import type { VisitPiece } from '#store/queries/visit-evidence.ts';
import { formatMoment } from '#app/i18n/format.ts';
import { problemText } from '#app/i18n/problem-text.ts';
import { t } from '#app/i18n/t.ts';
import { Button, IconButton } from '#app/ui/button.tsx';
import { Notice } from '#app/ui/notice.tsx';
import { Sheet } from '#app/ui/sheet.tsx';
import { createBlobUrl } from './create-blob-url.ts';
import type { ReusePort } from './evidence-port.ts';
import { useForm } from './form-context.tsx';
import './reuse-evidence.css';

type Offered = Pick<EvidenceView, 'evidenceId' | 'caption' | 'record'> & { readonly note: string };

/** A photo that was taken once serves this question too: one of this assessment, or of another instrument of the visit. */
export function ReuseButton(props: { readonly question: string; readonly wide?: boolean }): JSX.Element {
  const { evidence } = useForm();
  const [open, setOpen] = createSignal(false);
  return (
    <Show when={evidence.port.reuse}>
      {(reuse) => (
        <Show when={reuse().inVisit() || others(reuse(), props.question).length > 0}>
          <Show
            when={props.wide}
            fallback={<IconButton icon={Images} label={t('form.verify.reuse.open')} onClick={() => setOpen(true)} />}
          >
            <Button wide icon={Images} onClick={() => setOpen(true)}>
              {t('form.verify.reuse.open')}
            </Button>
          </Show>
          <Sheet open={open()} title={t('form.verify.reuse.title')} onClose={() => setOpen(false)}>
            <Choices reuse={reuse()} question={props.question} onDone={() => setOpen(false)} />
          </Sheet>
        </Show>
      )}
    </Show>
  );
}

/** Pieces of this assessment that do not serve the question yet; nobody's signature is evidence of anything else. */
function others(reuse: ReusePort, question: string): readonly EvidenceView[] {
  return reuse.pieces().filter(({ questions, record }) => record.method !== 'signature' && !questions.includes(question));
}

function Choices(props: { readonly reuse: ReusePort; readonly question: string; readonly onDone: () => void }): JSX.Element {
  const [visit, setVisit] = createSignal<readonly VisitPiece[]>([]);
  const [failed, setFailed] = createSignal<string | null>(null);
  onMount(() => void props.reuse.visit().then(setVisit, () => undefined));
  const own = createMemo((): readonly Offered[] =>
    others(props.reuse, props.question).map((piece) => ({
      ...piece,
      note: t('form.verify.reuse.used', { count: piece.questions.length }),
    })),
  );
  const held = (): ReadonlySet<string> => new Set(props.reuse.pieces().map(({ record }) => record.sha256));
  const elsewhere = createMemo((): readonly Offered[] =>
    visit()
      .filter(({ record }) => !held().has(record.sha256))
      .map((piece) => ({ ...piece, note: t('form.verify.reuse.from', { title: piece.title }) })),
  );
  const use = async (evidenceId: string): Promise<void> => {
    const outcome = await props.reuse.use(props.question, evidenceId);
    if (outcome.kind === 'ok') props.onDone();
    else setFailed(t('form.verify.reuse.failed', { problem: problemText(outcome.problem) }));
  };
  return (
    <div class="stack">
      <Show when={failed()}>{(words) => <Notice tone="red">{words()}</Notice>}</Show>
      <Show when={own().length + elsewhere().length > 0} fallback={<p class="soft">{t('form.verify.reuse.none')}</p>}>
        <Group title={t('form.verify.reuse.here')} pieces={own()} onUse={use} />
        <Group title={t('form.verify.reuse.visit')} pieces={elsewhere()} onUse={use} />
      </Show>
    </div>
  );
}

function Group(props: {
  readonly title: string;
  readonly pieces: readonly Offered[];
  readonly onUse: (evidenceId: string) => Promise<void>;
}): JSX.Element {
  return (
    <Show when={props.pieces.length > 0}>
      <section class="stack-tight">
        <h3 class="small strong">{props.title}</h3>
        <ul class="reuse-list">
          <For each={props.pieces}>
            {(piece, at) => <Choice piece={piece} number={at() + 1} onUse={() => void props.onUse(piece.evidenceId)} />}
          </For>
        </ul>
      </section>
    </Show>
  );
}

function Choice(props: { readonly piece: Offered; readonly number: number; readonly onUse: () => void }): JSX.Element {
  const { evidence } = useForm();
  const source = createBlobUrl(() => evidence.port.thumbnail(props.piece.evidenceId));
  const name = (): string =>
    props.piece.caption ?? props.piece.record.fileName ?? t('form.verify.reuse.photo', { number: props.number });
  return (
    <li>
      <button type="button" class="reuse-choice" onClick={() => props.onUse()}>
        <span class="reuse-picture">
          <Show when={source()}>{(url) => <img src={url()} alt="" loading="lazy" />}</Show>
        </span>
        <span class="reuse-words">
          <span class="strong">{name()}</span>
          <span class="soft small">
            {formatMoment(props.piece.record.capturedAt)} · {props.piece.note}
          </span>
        </span>
        <span class="reuse-take">{t('form.verify.reuse.take')}</span>
      </button>
    </li>
  );
}

/** All the questions that a piece serves; from one of several it can be taken without being lost to the others. */
export function PieceClauses(props: {
  readonly piece: EvidenceView;
  readonly question: string;
  readonly onRelease: () => void;
}): JSX.Element {
  const { form, evidence, editable } = useForm();
  const named = (): readonly string[] =>
    props.piece.questions.flatMap((path) => form.index.questions.get(path.split('/').at(-1) ?? path)?.question.label ?? []);
  const release = async (): Promise<void> => {
    const { question, piece } = props;
    props.onRelease();
    await evidence.port.reuse?.release(question, piece.evidenceId);
  };
  return (
    <Show when={named().length > 1}>
      <div class="stack-tight">
        <p class="small strong">{t('form.verify.reuse.clauses')}</p>
        <ul class="reuse-clauses small">
          <For each={named()}>{(label) => <li>{label}</li>}</For>
        </ul>
        <Show when={editable() && evidence.port.reuse !== null}>
          <Button onClick={() => void release()}>{t('form.verify.reuse.release')}</Button>
        </Show>
      </div>
    </Show>
  );
}

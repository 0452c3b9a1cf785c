import Flashlight from 'lucide-solid/icons/flashlight';
import Images from 'lucide-solid/icons/images';
import X from 'lucide-solid/icons/x';
import { createSignal, For, onCleanup, onMount, Show, untrack, type JSX } from 'solid-js';
import { CameraGhost } from '#app/actions/camera-ghost.tsx';
import { problemText } from '#app/i18n/problem-text.ts';
import { t } from '#app/i18n/t.ts';
import { IconButton } from '#app/ui/button.tsx';
import { CameraFoot } from './camera-foot.tsx';
import { createBurst } from './create-burst.ts';
import { createCamera, type CameraWork } from './create-camera.ts';
import type { Shooting } from './create-evidence-desk.ts';
import { useForm } from './form-context.tsx';
import { LinkSheet } from './link-sheet.tsx';
import './camera-view.css';

/** The camera over the whole screen: shutter, then retake, keep, or keep and take another; or a burst, each picture kept at once. */
export function CameraView(props: {
  readonly shooting: Shooting;
  readonly wording: string;
  /** What else of this section may be photographed without leaving. */
  readonly questions: readonly { readonly question: string; readonly label: string }[];
}): JSX.Element {
  const { evidence } = useForm();
  const work = createCamera();
  const burst = createBurst(evidence);
  const [bursting, setBursting] = createSignal(false);
  const [question, setQuestion] = createSignal(untrack(() => props.shooting.question));
  const [linking, setLinking] = createSignal<readonly string[] | null>(null);
  const [lamp, setLamp] = createSignal(false);
  const switchLamp = async (): Promise<void> => {
    await work.camera()?.torch?.(!lamp());
    setLamp((on) => !on);
  };
  // The note of a capture on its way says where to come back to: it moves along.
  const aim = async (next: string): Promise<void> => {
    if (await evidence.beforePicker(next)) setQuestion(next);
  };
  const finishBurst = async (): Promise<void> => {
    const kept = await burst.kept();
    if (kept.length > 1) setLinking(kept);
    else evidence.close();
  };
  return (
    <dialog
      ref={(dialog) => {
        onMount(() => dialog.showModal());
        onCleanup(() => dialog.close());
      }}
      class="camera"
      aria-label={t('form.camera.title')}
      onCancel={(event) => {
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        evidence.close();
      }}
    >
      <div class="camera-head">
        <IconButton icon={X} label={t('form.camera.close')} onClick={() => evidence.close()} />
        <Show when={props.questions.length > 1 && props.shooting.replaces === null} fallback={<p>{props.wording}</p>}>
          <select class="camera-aim" aria-label={t('form.capture.aim')} onChange={(event) => void aim(event.currentTarget.value)}>
            <For each={props.questions}>
              {(each) => (
                <option value={each.question} selected={each.question === question()}>
                  {each.label}
                </option>
              )}
            </For>
          </select>
        </Show>
        <Show when={props.shooting.replaces === null}>
          <IconButton
            icon={Images}
            label={t('form.capture.burst')}
            aria-pressed={bursting()}
            disabled={burst.shots().length > 0 || work.shot() !== null}
            onClick={() => setBursting((on) => !on)}
          />
        </Show>
        <Show when={work.camera()?.torch}>
          <IconButton icon={Flashlight} label={t('form.camera.lamp')} aria-pressed={lamp()} onClick={() => void switchLamp()} />
        </Show>
      </div>
      <Stage work={work} question={question()} />
      <CameraFoot
        work={work}
        burst={bursting() ? burst : null}
        question={question()}
        replaces={props.shooting.replaces}
        onBurstDone={() => void finishBurst()}
      />
      <LinkSheet pieces={linking()} question={question()} onClose={() => evidence.close()} />
    </dialog>
  );
}

/** What the lens sees, or the picture that waits for a yes. Two fingers zoom. */
function Stage(props: { readonly work: CameraWork; readonly question: string }): JSX.Element {
  const fingers = new Map<number, PointerEvent>();
  let apartBefore = 0;
  const apart = (): number => {
    const [one, other] = [...fingers.values()];
    return one === undefined || other === undefined ? 0 : Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
  };
  const lift = (event: PointerEvent): void => {
    fingers.delete(event.pointerId);
    apartBefore = apart();
  };
  return (
    <div
      class="camera-stage"
      onPointerDown={(event) => {
        fingers.set(event.pointerId, event);
        apartBefore = apart();
      }}
      onPointerMove={(event) => {
        if (!fingers.has(event.pointerId)) return;
        fingers.set(event.pointerId, event);
        const now = apart();
        if (now > 0 && apartBefore > 0) props.work.setZoom(props.work.zoom() * (now / apartBefore));
        apartBefore = now;
      }}
      onPointerUp={lift}
      onPointerCancel={lift}
    >
      <Show when={props.work.camera()}>
        {(open) => (
          <video
            ref={(video) => (video.srcObject = open().stream)}
            autoplay
            muted
            playsinline
            hidden={props.work.shot() !== null}
          />
        )}
      </Show>
      <Show when={props.work.camera() !== null && props.work.shot() === null}>
        <CameraGhost place={props.question} />
      </Show>
      <Show when={props.work.shot()}>{(made) => <img src={made().url} alt={t('form.camera.preview')} />}</Show>
      <Show when={props.work.problem()}>
        {(found) => (
          <p class="camera-problem" role="alert">
            {problemText(found())}
          </p>
        )}
      </Show>
      <Show when={props.work.shot() === null && props.work.camera()?.zoom}>
        {(lens) => (
          <label class="camera-zoom">
            <span>{t('form.capture.zoomValue', { value: (props.work.zoom() / lens().min).toFixed(1) })}</span>
            <input
              type="range"
              min={lens().min}
              max={lens().max}
              step={lens().step}
              value={props.work.zoom()}
              aria-label={t('form.capture.zoom')}
              onInput={(event) => props.work.setZoom(event.currentTarget.valueAsNumber)}
            />
          </label>
        )}
      </Show>
    </div>
  );
}

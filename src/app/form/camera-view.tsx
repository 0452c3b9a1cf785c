import Check from 'lucide-solid/icons/check';
import Flashlight from 'lucide-solid/icons/flashlight';
import RefreshCw from 'lucide-solid/icons/refresh-cw';
import X from 'lucide-solid/icons/x';
import { createSignal, onCleanup, onMount, Show, type Accessor, type JSX } from 'solid-js';
import { openCamera, type Camera } from '#capture/open-camera.ts';
import type { Problem } from '#shared/problems.ts';
import { CameraGhost } from '#app/actions/camera-ghost.tsx';
import { problemText } from '#app/i18n/problem-text.ts';
import { t } from '#app/i18n/t.ts';
import { Button, IconButton } from '#app/ui/button.tsx';
import type { Shooting } from './create-evidence-desk.ts';
import { FilePick } from './file-pick.tsx';
import { useForm } from './form-context.tsx';
import './camera-view.css';

type Shot = { readonly picture: Blob; readonly url: string };

type CameraWork = {
  readonly camera: Accessor<Camera | null>;
  readonly problem: Accessor<Problem | null>;
  readonly shot: Accessor<Shot | null>;
  readonly shutting: Accessor<boolean>;
  readonly shoot: () => Promise<void>;
  readonly dropShot: () => void;
};

/** The camera over the whole screen: shutter, then retake, keep, or keep and take another. */
export function CameraView(props: { readonly shooting: Shooting; readonly wording: string }): JSX.Element {
  const { evidence } = useForm();
  const work = createCameraWork();
  const [lamp, setLamp] = createSignal(false);
  const switchLamp = async (): Promise<void> => {
    await work.camera()?.torch?.(!lamp());
    setLamp((on) => !on);
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
        event.preventDefault();
        evidence.close();
      }}
    >
      <div class="camera-head">
        <IconButton icon={X} label={t('form.camera.close')} onClick={() => evidence.close()} />
        <p>{props.wording}</p>
        <Show when={work.camera()?.torch}>
          <IconButton icon={Flashlight} label={t('form.camera.lamp')} aria-pressed={lamp()} onClick={() => void switchLamp()} />
        </Show>
      </div>
      <div class="camera-stage">
        <Show when={work.camera()}>
          {(open) => (
            <video ref={(video) => (video.srcObject = open().stream)} autoplay muted playsinline hidden={work.shot() !== null} />
          )}
        </Show>
        <Show when={work.camera() !== null && work.shot() === null}>
          <CameraGhost place={props.shooting.question} />
        </Show>
        <Show when={work.shot()}>{(made) => <img src={made().url} alt={t('form.camera.preview')} />}</Show>
        <Show when={work.problem()}>
          {(found) => (
            <p class="camera-problem" role="alert">
              {problemText(found())}
            </p>
          )}
        </Show>
      </div>
      <CameraFoot work={work} shooting={props.shooting} />
    </dialog>
  );
}

function CameraFoot(props: { readonly work: CameraWork; readonly shooting: Shooting }): JSX.Element {
  const { evidence } = useForm();
  const [kept, setKept] = createSignal(0);
  const keep = (another: boolean): void => {
    const made = props.work.shot();
    if (made === null) return;
    void evidence.take(props.shooting.question, made.picture, 'inapp', kept() === 0 ? props.shooting.replaces : null);
    setKept((before) => before + 1);
    props.work.dropShot();
    if (!another) evidence.close();
  };
  return (
    <div class="camera-foot">
      <Show
        when={props.work.shot()}
        fallback={
          <>
            <div class="camera-files">
              <FilePick
                question={props.shooting.question}
                replaces={props.shooting.replaces}
                system={false}
                onPicked={() => evidence.close()}
              />
              <Show when={props.work.problem()}>
                <FilePick
                  question={props.shooting.question}
                  replaces={props.shooting.replaces}
                  system
                  onPicked={() => evidence.close()}
                />
              </Show>
            </div>
            <button
              type="button"
              class="camera-shutter"
              aria-label={t('form.camera.shutter')}
              disabled={props.work.camera() === null || props.work.shutting()}
              onClick={() => void props.work.shoot()}
            />
            <span class="camera-count" role="status">
              <Show when={kept() > 0}>{t('form.camera.kept', { count: kept() })}</Show>
            </span>
          </>
        }
      >
        <Button icon={RefreshCw} onClick={() => props.work.dropShot()}>
          {t('form.camera.again')}
        </Button>
        <Button onClick={() => keep(true)}>{t('form.camera.keepAndMore')}</Button>
        <Button variant="primary" icon={Check} onClick={() => keep(false)}>
          {t('form.camera.keep')}
        </Button>
      </Show>
    </div>
  );
}

/** Opens the camera for as long as its owner lives and holds the one picture that waits for a yes. */
function createCameraWork(): CameraWork {
  const [camera, setCamera] = createSignal<Camera | null>(null);
  const [problem, setProblem] = createSignal<Problem | null>(null);
  const [shot, setShot] = createSignal<Shot | null>(null);
  const [shutting, setShutting] = createSignal(false);
  let closed = false;

  const start = async (): Promise<void> => {
    const outcome = await openCamera();
    if (outcome.kind === 'refused') setProblem(outcome.problem);
    else if (closed) outcome.value.stop();
    else setCamera(outcome.value);
  };
  const dropShot = (): void => {
    const made = shot();
    if (made !== null) URL.revokeObjectURL(made.url);
    setShot(null);
  };
  const shoot = async (): Promise<void> => {
    const open = camera();
    if (open === null || shutting()) return;
    setShutting(true);
    const outcome = await open.takePhoto();
    setShutting(false);
    if (outcome.kind === 'refused') setProblem(outcome.problem);
    else setShot({ picture: outcome.value, url: URL.createObjectURL(outcome.value) });
  };

  onMount(() => void start());
  onCleanup(() => {
    closed = true;
    camera()?.stop();
    dropShot();
  });
  return { camera, problem, shot, shutting, shoot, dropShot };
}

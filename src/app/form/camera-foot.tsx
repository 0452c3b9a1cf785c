import Check from 'lucide-solid/icons/check';
import RefreshCw from 'lucide-solid/icons/refresh-cw';
import { createSignal, For, Show, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import type { Burst } from './create-burst.ts';
import type { CameraWork } from './create-camera.ts';
import { FilePick } from './file-pick.tsx';
import { useForm } from './form-context.tsx';

/** Shutter and what follows it. */
export function CameraFoot(props: {
  readonly work: CameraWork;
  /** Null: each picture waits for a yes. */
  readonly burst: Burst | null;
  readonly question: string;
  readonly replaces: string | null;
  readonly onBurstDone: () => void;
}): JSX.Element {
  const { evidence } = useForm();
  const [kept, setKept] = createSignal(0);
  const keep = (another: boolean): void => {
    const made = props.work.shot();
    if (made === null) return;
    void evidence.take(props.question, made.picture, 'inapp', kept() === 0 ? props.replaces : null);
    setKept((before) => before + 1);
    props.work.dropShot();
    if (!another) evidence.close();
  };
  const press = async (): Promise<void> => {
    if (props.burst === null) return props.work.shoot();
    const picture = await props.work.snap();
    if (picture !== null) await props.burst.add(props.question, picture);
  };
  return (
    <div class="camera-foot">
      <Show when={props.burst}>{(burst) => <Strip burst={burst()} />}</Show>
      <Show
        when={props.work.shot()}
        fallback={
          <>
            <div class="camera-files">
              <FilePick question={props.question} replaces={props.replaces} system={false} onPicked={() => evidence.close()} />
              <Show when={props.work.problem()}>
                <FilePick question={props.question} replaces={props.replaces} system onPicked={() => evidence.close()} />
              </Show>
            </div>
            <button
              type="button"
              class="camera-shutter"
              aria-label={t('form.camera.shutter')}
              disabled={props.work.camera() === null || props.work.shutting()}
              onClick={() => void press()}
            />
            <span class="camera-count" role="status">
              <Show when={props.burst} fallback={<Show when={kept() > 0}>{t('form.camera.kept', { count: kept() })}</Show>}>
                {(burst) => (
                  <Show when={burst().shots().length > 0} fallback={t('form.capture.burstHint')}>
                    <Button variant="primary" icon={Check} onClick={() => props.onBurstDone()}>
                      {t('form.capture.burstDone')}
                    </Button>
                  </Show>
                )}
              </Show>
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

/** What the burst has so far; one that is tapped is taken anew by the next press. */
function Strip(props: { readonly burst: Burst }): JSX.Element {
  return (
    <Show when={props.burst.shots().length > 0}>
      <div class="camera-burst">
        <ul>
          <For each={props.burst.shots()}>
            {(shot, index) => (
              <li>
                <button
                  type="button"
                  aria-label={t('form.capture.burstShot', { number: index() + 1 })}
                  aria-pressed={props.burst.retaking() === index()}
                  onClick={() => props.burst.retake(props.burst.retaking() === index() ? null : index())}
                >
                  <img src={shot.url} alt="" />
                </button>
              </li>
            )}
          </For>
        </ul>
        <Show when={props.burst.retaking() !== null}>
          <p role="status">{t('form.capture.burstReplace', { number: (props.burst.retaking() ?? 0) + 1 })}</p>
        </Show>
      </div>
    </Show>
  );
}

import ChevronRight from 'lucide-solid/icons/chevron-right';
import MapPin from 'lucide-solid/icons/map-pin';
import { createSignal, createUniqueId, For, Show, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { FieldNotes } from '#app/ui/field.tsx';
import { Sheet } from '#app/ui/sheet.tsx';
import { childRegions, findRegion, pathName, type Region } from '#domain/regions.ts';

/** Drills down the region tree from the person's own region to a county. */
export function RegionPicker(props: {
  readonly scope: string;
  readonly value: string | null;
  readonly problem: string | null;
  readonly onPick: (code: string) => void;
}): JSX.Element {
  const id = createUniqueId();
  const [open, setOpen] = createSignal(false);
  // The scope of a signed-in person does not change while the form is open.
  // oxlint-disable-next-line solid/reactivity
  const [at, setAt] = createSignal(props.scope);
  const pick = (region: Region): void => {
    if (childRegions(region.code).length > 0) {
      setAt(region.code);
      return;
    }
    props.onPick(region.code);
    setOpen(false);
  };
  return (
    <div class={`field${props.problem === null ? '' : ' choose-invalid'}`}>
      <span class="field-label" id={`${id}-label`}>
        {t('shell.enterprises.region')}
      </span>
      <button
        type="button"
        class="choose-button"
        classList={{ 'choose-button-empty': props.value === null }}
        aria-labelledby={`${id}-label ${id}-value`}
        aria-describedby={props.problem === null ? undefined : `${id}-problem`}
        onClick={() => {
          setAt(props.value === null ? props.scope : parentWithin(props.value, props.scope));
          setOpen(true);
        }}
      >
        <MapPin size={20} aria-hidden="true" />
        <span id={`${id}-value`}>{props.value === null ? t('shell.enterprises.regionChoose') : pathName(props.value)}</span>
        <ChevronRight size={20} aria-hidden="true" />
      </button>
      <FieldNotes id={id} problem={props.problem} />
      <Sheet open={open()} title={t('shell.enterprises.regionChoose')} onClose={() => setOpen(false)}>
        <div class="spread">
          <p class="strong">{pathName(at())}</p>
          <Show when={at() !== props.scope}>
            <Button variant="quiet" onClick={() => setAt(props.scope)}>
              {t('shell.enterprises.regionTop')}
            </Button>
          </Show>
        </div>
        <ul class="pick-list">
          <For each={childRegions(at())} fallback={<RegionLeaf code={at()} onPick={pick} />}>
            {(region) => (
              <li>
                <button type="button" class="link-row" onClick={() => pick(region)}>
                  <span class="link-row-text">{region.name}</span>
                  <Show when={childRegions(region.code).length > 0}>
                    <ChevronRight size={20} aria-hidden="true" />
                  </Show>
                </button>
              </li>
            )}
          </For>
        </ul>
      </Sheet>
    </div>
  );
}

function RegionLeaf(props: { readonly code: string; readonly onPick: (region: Region) => void }): JSX.Element {
  return (
    <Show when={findRegion(props.code)}>
      {(region) => (
        <li>
          <button type="button" class="link-row" onClick={() => props.onPick(region())}>
            {t('shell.enterprises.regionUse', { name: region().name })}
          </button>
        </li>
      )}
    </Show>
  );
}

function parentWithin(code: string, scope: string): string {
  return code === scope ? scope : (findRegion(code)?.parent ?? scope);
}

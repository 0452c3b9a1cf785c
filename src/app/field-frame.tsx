import { worksAtDesk } from '#domain/person.ts';
import { useLocation, useNavigate } from '@solidjs/router';
import { createEffect, createSignal, onCleanup, onMount, Show, untrack, type JSX } from 'solid-js';
import { noteOpenQuestionnaire } from '#store/commands/remember-place.ts';
import { FieldBanners } from './field-banners.tsx';
import { FieldContext, type FieldWork } from './field-context.tsx';
import { MainNav } from './main-nav.tsx';
import { closeRegistrySearch } from './registry.ts';
import { isWide } from './ui/is-wide.ts';

/** Around every screen of the field work: what concerns all of them above, the way to the others below. */
export function FieldFrame(props: { readonly field: FieldWork; readonly children?: JSX.Element }): JSX.Element {
  const navigate = useNavigate();
  const location = useLocation();
  // A cold start from the home screen begins at /: go back to the questionnaire that was on screen when the app was killed.
  const resumeAt = firstFrame && location.pathname === '/' ? untrack(() => props.field.resumeAt) : null;
  const [placed, setPlaced] = createSignal(resumeAt === null);
  onMount(() => {
    if (resumeAt !== null) {
      navigate(resumeAt, { replace: true });
      setPlaced(true);
    }
    // A reviewer at a desk begins at the desk; Today stays one click away.
    if (firstFrame && worksAtDesk(props.field.profile.role) && isWide() && location.pathname === '/') {
      navigate('/office', { replace: true });
    }
    firstFrame = false;
  });
  createEffect((before: string | null | undefined) => {
    if (!placed()) return undefined;
    const address = isQuestionnaire(location.pathname) ? location.pathname + location.search : null;
    if (address !== before) void noteOpenQuestionnaire(props.field.store, address);
    return address;
  }, undefined);
  onCleanup(() => closeRegistrySearch(props.field.store));
  return (
    // One frame for one open store: another person's store makes another frame.
    // oxlint-disable-next-line solid/reactivity
    <FieldContext.Provider value={props.field}>
      <FieldBanners />
      <Show when={placed()}>{props.children}</Show>
      <MainNav />
    </FieldContext.Provider>
  );
}

/** Only the first screen of this run of the app. */
let firstFrame = true;

function isQuestionnaire(path: string): boolean {
  return /^\/assessments\/[^/]+\/[qv]\//.test(path);
}

import { useLocation, useNavigate } from '@solidjs/router';
import { onCleanup, onMount, type JSX } from 'solid-js';
import { FieldBanners } from './field-banners.tsx';
import { FieldContext, type FieldWork } from './field-context.tsx';
import { MainNav } from './main-nav.tsx';
import { closeRegistrySearch } from './registry.ts';
import { isWide } from './ui/is-wide.ts';

/** Around every screen of the field work: what concerns all of them above, the way to the others below. */
export function FieldFrame(props: { readonly field: FieldWork; readonly children?: JSX.Element }): JSX.Element {
  const navigate = useNavigate();
  const location = useLocation();
  onMount(() => {
    // A reviewer at a desk begins at the desk; Today stays one click away.
    if (startsAtDesk && props.field.profile.role === 'reviewer' && isWide() && location.pathname === '/') {
      navigate('/office', { replace: true });
    }
    startsAtDesk = false;
  });
  onCleanup(() => closeRegistrySearch(props.field.store));
  return (
    // One frame for one open store: another person's store makes another frame.
    // oxlint-disable-next-line solid/reactivity
    <FieldContext.Provider value={props.field}>
      <FieldBanners />
      {props.children}
      <MainNav />
    </FieldContext.Provider>
  );
}

/** Only the first screen of this run of the app. */
let startsAtDesk = true;

import Link2 from 'lucide-solid/icons/link-2';
import { createSignal, type JSX } from 'solid-js';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { Sheet } from '#app/ui/sheet.tsx';
import { FirmLinks } from './firm-links.tsx';

/** The links of an assessment over the desk, so that its list stays. */
export function FirmLinksButton(props: {
  readonly assessmentId: string;
  readonly firm: string;
  readonly title: string;
}): JSX.Element {
  const [open, setOpen] = createSignal(false);
  return (
    <>
      <Button icon={Link2} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {t('firm.staff.open')}
      </Button>
      <Sheet open={open()} title={t('firm.staff.title')} onClose={() => setOpen(false)}>
        <FirmLinks assessmentId={props.assessmentId} firm={props.firm} title={props.title} />
      </Sheet>
    </>
  );
}

import Camera from 'lucide-solid/icons/camera';
import ImagePlus from 'lucide-solid/icons/image-plus';
import type { JSX } from 'solid-js';
import { documentTypes } from '#domain/evidence.ts';
import { t } from '#app/i18n/t.ts';
import { Button } from '#app/ui/button.tsx';
import { useForm } from './form-context.tsx';

/** What pickers offer: by type, and by ending for those that know no types. */
const chosenTypes = ['image/*', ...documentTypes, '.pdf', '.docx', '.xlsx', '.pptx'].join(',');

/** A picture or document chosen from the phone, or taken by its own camera app (`system`). */
export function FilePick(props: {
  readonly question: string;
  readonly replaces: string | null;
  readonly system: boolean;
  readonly onPicked?: () => void;
}): JSX.Element {
  const { evidence } = useForm();
  let input: HTMLInputElement | undefined;
  const choose = async (): Promise<void> => {
    if (await evidence.beforePicker(props.question)) input?.click();
  };
  const picked = (files: FileList | null): void => {
    const chosen = Array.from(files ?? []);
    for (const [index, file] of chosen.entries()) {
      void evidence.take(props.question, file, 'file', index === 0 ? props.replaces : null);
    }
    // After the photos are on their way: closing the camera before would withdraw the note of a capture.
    props.onPicked?.();
  };
  return (
    <>
      <Button variant="quiet" icon={props.system ? Camera : ImagePlus} onClick={() => void choose()}>
        {props.system ? t('form.camera.system') : t('form.evidence.choose')}
      </Button>
      <input
        ref={(element) => {
          input = element;
          // Closing the picker without a choice loses nothing: the note of a capture on its way is withdrawn.
          element.addEventListener('cancel', () => void evidence.port.clearPending());
        }}
        class="visually-hidden"
        type="file"
        accept={props.system ? 'image/*' : chosenTypes}
        capture={props.system ? 'environment' : undefined}
        multiple={!props.system && props.replaces === null}
        tabIndex={-1}
        aria-label={t('form.evidence.file')}
        onChange={(event) => {
          picked(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
    </>
  );
}

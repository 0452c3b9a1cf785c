import CloudUpload from 'lucide-solid/icons/cloud-upload';
import ShieldCheck from 'lucide-solid/icons/shield-check';
import Smartphone from 'lucide-solid/icons/smartphone';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import type { JSX } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { t } from '#app/i18n/t.ts';
import type { Icon } from './button.tsx';
import './status-mark.css';

export type Place = 'phone' | 'uploading' | 'verified' | 'conflict';

const icons: Readonly<Record<Place, Icon>> = {
  phone: Smartphone,
  uploading: CloudUpload,
  verified: ShieldCheck,
  conflict: TriangleAlert,
};

/** Where a record is: 在本机 / 上传中 3/12 / 已核对入库 / 有分歧. Icon and word, so that colour carries nothing alone. */
export function StatusMark(props: {
  readonly status: Place;
  readonly progress?: { readonly done: number; readonly total: number } | null | undefined;
}): JSX.Element {
  const word = (): string => {
    switch (props.status) {
      case 'phone':
        return t('shell.place.phone');
      case 'uploading':
        return props.progress ? t('shell.place.uploadingCount', props.progress) : t('shell.place.uploading');
      case 'verified':
        return t('shell.place.verified');
      case 'conflict':
        return t('shell.place.conflict');
    }
  };
  return (
    <span class={`status-mark status-mark-${props.status}`}>
      <Dynamic component={icons[props.status]} size={16} aria-hidden="true" />
      {word()}
    </span>
  );
}

import { encode } from 'uqr';
import { createMemo, type JSX } from 'solid-js';

/** A QR code as one path: no HTML is built from text. `label` says for ears what the code holds. */
export function QrCode(props: { readonly text: string; readonly label: string }): JSX.Element {
  const drawn = createMemo(() => {
    const { data, size } = encode(props.text, { border: 2 });
    const cells = data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${String(x)} ${String(y)}h1v1h-1z` : '')));
    return { path: cells.join(''), size };
  });
  return (
    <svg
      class="qr-code"
      role="img"
      aria-label={props.label}
      viewBox={`0 0 ${String(drawn().size)} ${String(drawn().size)}`}
      width="200"
      height="200"
      shape-rendering="crispEdges"
    >
      <rect width="100%" height="100%" fill="#fff" />
      <path d={drawn().path} fill="#000" />
    </svg>
  );
}

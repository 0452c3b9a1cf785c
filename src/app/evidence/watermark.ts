/** Long edge of a copy: what a report or a message needs. */
const edge = 1600;

/**
 * A copy of a picture with lines of text on a band at its foot. The picture is decoded and encoded anew, so nothing of the original's
 * metadata comes along, and the original is not touched. Null: the browser cannot decode it.
 */
export async function drawWatermark(picture: Blob, lines: readonly string[]): Promise<Blob | null> {
  const bitmap = await createImageBitmap(picture).catch(() => null);
  if (bitmap === null) return null;
  try {
    const scale = Math.min(1, edge / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const context = canvas.getContext('2d');
    if (context === null) return null;
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    drawBand(context, lines);
    return await new Promise((resolve) => {
      canvas.toBlob(resolve, 'image/jpeg', 0.88);
    });
  } finally {
    bitmap.close();
  }
}

function drawBand(context: CanvasRenderingContext2D, lines: readonly string[]): void {
  const { width, height } = context.canvas;
  const margin = Math.round(width / 40);
  const size = Math.max(12, Math.round(Math.max(width, height) / 52));
  context.font = `${String(size)}px system-ui, sans-serif`;
  const rows = lines.flatMap((line) => broken(context, line, width - 2 * margin));
  const step = Math.round(size * 1.4);
  const band = rows.length * step + margin;
  context.fillStyle = 'rgb(0 0 0 / 0.62)';
  context.fillRect(0, height - band, width, band);
  context.fillStyle = '#fff';
  context.textBaseline = 'top';
  for (const [index, row] of rows.entries()) context.fillText(row, margin, height - band + margin / 2 + index * step);
}

/** A text in rows no wider than the picture, broken anywhere: Chinese has no blanks. */
function broken(context: CanvasRenderingContext2D, text: string, width: number): readonly string[] {
  const rows: string[] = [];
  let row = '';
  for (const sign of text) {
    if (row !== '' && context.measureText(row + sign).width > width) {
      rows.push(row);
      row = '';
    }
    row += sign;
  }
  return [...rows, row];
}

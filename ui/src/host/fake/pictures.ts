/** A canvas and what draws on it. */
export function board(width: number, height: number): { canvas: HTMLCanvasElement; ink: CanvasRenderingContext2D } {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const ink = canvas.getContext('2d');
  if (!ink) throw new Error('no canvas here');
  return { canvas, ink };
}

/** The bytes of what was drawn. */
export async function bytes(canvas: HTMLCanvasElement, type: string): Promise<ArrayBuffer> {
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, type));
  return blob ? blob.arrayBuffer() : new ArrayBuffer(0);
}

/** Something that looks like a QR code and says nothing. */
export function drawQr(ink: CanvasRenderingContext2D, left: number, top: number, size: number): void {
  const modules = 29;
  const unit = size / modules;
  const square = (x: number, y: number, side: number) => ink.fillRect(left + x * unit, top + y * unit, side * unit + 0.5, side * unit + 0.5);
  ink.fillStyle = '#fff';
  square(-2, -2, modules + 4);
  ink.fillStyle = '#111';
  let state = 7;
  for (let y = 0; y < modules; y += 1) {
    for (let x = 0; x < modules; x += 1) {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      if (state & 0x10000) square(x, y, 1);
    }
  }
  const corners: [number, number][] = [
    [0, 0],
    [modules - 7, 0],
    [0, modules - 7],
  ];
  for (const [x, y] of corners) {
    ink.fillStyle = '#fff';
    square(x - 1, y - 1, 9);
    ink.fillStyle = '#111';
    square(x, y, 7);
    ink.fillStyle = '#fff';
    square(x + 1, y + 1, 5);
    ink.fillStyle = '#111';
    square(x + 2, y + 2, 3);
  }
}

/** The recovery sheet. */
export async function recoverySheet(): Promise<ArrayBuffer> {
  const { canvas, ink } = board(1200, 520);
  ink.fillStyle = '#fff';
  ink.fillRect(0, 0, 1200, 520);
  ink.fillStyle = '#111';
  ink.font = '600 40px sans-serif';
  ink.fillText('Countersign recovery key', 60, 90);
  ink.font = '56px monospace';
  ink.fillText('ABCD-EFGH-JKLM-NPQR', 60, 220);
  ink.fillText('STUV-WXYZ-2345-6789', 60, 310);
  ink.font = '28px sans-serif';
  ink.fillText('Opens the vault without the password. Keep it away from this computer.', 60, 440);
  return bytes(canvas, 'image/png');
}

/** The QR code of an account. */
export async function accountQr(): Promise<ArrayBuffer> {
  const { canvas, ink } = board(528, 528);
  ink.fillStyle = '#fff';
  ink.fillRect(0, 0, 528, 528);
  drawQr(ink, 48, 48, 432);
  return bytes(canvas, 'image/png');
}

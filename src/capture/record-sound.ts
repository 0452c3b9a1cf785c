import { evidenceLimits, soundTypes } from '#domain/evidence.ts';
import { ok, refused, type Outcome } from '#shared/outcome.ts';
import { problem } from '#shared/problems.ts';

export type Recorded = {
  readonly sound: Blob;
  /** Milliseconds, pauses left out. */
  readonly duration: number;
};

/** A voice note under way. It ends by itself at its limit, and when the microphone is taken away; what was recorded until then is kept. */
export type SoundRecorder = {
  readonly type: string;
  /** Told of each piece from now on. */
  readonly follow: (listener: OnPiece) => void;
  /** Loudness of this moment, 0 to 1. */
  readonly level: () => number;
  /** Milliseconds so far, pauses left out. */
  readonly elapsed: () => number;
  readonly paused: () => boolean;
  readonly pause: () => void;
  readonly resume: () => void;
  /** Null when nothing was recorded. May be called again. */
  readonly finish: () => Promise<Recorded | null>;
};

/** A piece of the recording comes this often: what a dying recorder does not give any more is no longer than this. */
const pieceMs = 1_000;
const bitsPerSecond = 32_000;

/** Milliseconds recorded until the end of the piece. */
type OnPiece = (piece: Blob, elapsed: number) => void;

/** Refusals: `microphone.refused` (the person or the system said no), `microphone.unavailable` (none, or a call holds it). */
export async function openRecorder(onEnd: () => void, limitMs: number = evidenceLimits.soundMs): Promise<Outcome<SoundRecorder>> {
  const type = soundTypes.find((each) => typeof MediaRecorder !== 'undefined' && MediaRecorder.isTypeSupported(each));
  if (type === undefined || typeof navigator.mediaDevices?.getUserMedia !== 'function')
    return refused(problem('microphone.unavailable'));
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
    return ok(record(stream, type, onEnd, limitMs));
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    return refused(
      problem(name === 'NotAllowedError' || name === 'SecurityError' ? 'microphone.refused' : 'microphone.unavailable'),
    );
  }
}

function record(stream: MediaStream, type: string, onEnd: () => void, limitMs: number): SoundRecorder {
  const recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: bitsPerSecond });
  const meter = createMeter(stream);
  const pieces: Blob[] = [];
  let onPiece: OnPiece = () => undefined;
  let before = 0;
  let runningSince: number | null = performance.now();
  let limit: ReturnType<typeof setTimeout> | undefined;

  const elapsed = (): number => Math.min(limitMs, before + (runningSince === null ? 0 : performance.now() - runningSince));
  const hold = (): void => {
    before = elapsed();
    runningSince = null;
    clearTimeout(limit);
  };
  const run = (): void => {
    runningSince = performance.now();
    limit = setTimeout(stop, limitMs - before);
  };
  const stop = (): void => {
    hold();
    if (recorder.state !== 'inactive') recorder.stop();
  };
  const ended = new Promise<void>((resolve) => {
    recorder.addEventListener('stop', () => resolve(), { once: true });
  });
  recorder.addEventListener('dataavailable', ({ data }) => {
    if (data.size === 0) return;
    pieces.push(data);
    onPiece(data, Math.round(elapsed()));
  });
  // It ends by itself too, when a call takes the microphone.
  recorder.addEventListener('stop', () => {
    hold();
    meter.close();
    for (const track of stream.getTracks()) track.stop();
    onEnd();
  });
  recorder.start(pieceMs);
  run();
  return {
    type,
    follow: (listener) => {
      onPiece = listener;
    },
    level: meter.level,
    elapsed,
    paused: () => recorder.state === 'paused',
    pause: () => {
      if (recorder.state !== 'recording') return;
      recorder.pause();
      hold();
    },
    resume: () => {
      if (recorder.state !== 'paused') return;
      recorder.resume();
      run();
    },
    finish: async () => {
      stop();
      await ended;
      return pieces.length === 0 ? null : { sound: new Blob(pieces, { type }), duration: Math.round(before) };
    },
  };
}

/** How loud it is now. Without a meter the recording goes on. */
function createMeter(stream: MediaStream): { readonly level: () => number; readonly close: () => void } {
  if (typeof AudioContext === 'undefined') return { level: () => 0, close: () => undefined };
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  const wave = new Float32Array(analyser.fftSize);
  return {
    level: () => {
      analyser.getFloatTimeDomainData(wave);
      const power = wave.reduce((sum, value) => sum + value * value, 0) / wave.length;
      // Speech at arm's length has an effective value of about a tenth.
      return Math.min(1, Math.sqrt(power) * 5);
    },
    close: () => void context.close(),
  };
}

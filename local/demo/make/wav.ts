import * as z from 'zod';

/** Tones to sound one after the other; frequencies in hertz. */
export const Tones = z.strictObject({
  tones: z
    .array(
      z.strictObject({
        /** Sounded together; none is a rest. */
        hz: z.array(z.number().min(20).max(5_000)).max(6),
        seconds: z.number().positive().max(10),
      }),
    )
    .min(1),
});
export type Tones = z.infer<typeof Tones>;

/** Enough for tones below 5 kHz, at half the size of a CD's rate. */
const samplesPerSecond = 22_050;
/** Loudness of each overtone: a plain, flute-like sound that tunes well. */
const overtones = [1, 0.32, 0.14, 0.06] as const;
const fadeSeconds = 0.03;
const peak = 0.7;

/** Renders tones as a WAV file: PCM, 16 bits, one channel. */
export function makeWav({ tones }: Tones): Buffer {
  const samples = tones.flatMap(({ hz, seconds }) => sound(hz, seconds));
  const body = Buffer.alloc(samples.length * 2);
  samples.forEach((sample, index) => {
    body.writeInt16LE(Math.round(sample * 32_767), index * 2);
  });
  return Buffer.concat([header(body.length), body]);
}

function sound(hz: readonly number[], seconds: number): number[] {
  const count = Math.round(seconds * samplesPerSecond);
  const full = overtones.reduce((sum, loudness) => sum + loudness, 0);
  return Array.from({ length: count }, (_, index) => {
    const time = index / samplesPerSecond;
    const wave = hz.reduce((sum, one) => sum + timbre(one, time), 0);
    const level = peak / (full * Math.max(hz.length, 1));
    return wave * level * envelope(time, seconds);
  });
}

function timbre(hz: number, time: number): number {
  return overtones.reduce(
    (sum, loudness, index) =>
      sum + loudness * Math.sin(2 * Math.PI * hz * (index + 1) * time),
    0,
  );
}

/** Fades in and out, so that no tone begins or ends with a click. */
function envelope(time: number, seconds: number): number {
  return Math.min(1, time / fadeSeconds, (seconds - time) / fadeSeconds);
}

/** RIFF header of PCM sound. Source: the WAVE format, Microsoft and IBM 1991. */
function header(bodyBytes: number): Buffer {
  const bytes = Buffer.alloc(44);
  bytes.write('RIFF', 0, 'ascii');
  bytes.writeUInt32LE(36 + bodyBytes, 4);
  bytes.write('WAVEfmt ', 8, 'ascii');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(samplesPerSecond, 24);
  bytes.writeUInt32LE(samplesPerSecond * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'ascii');
  bytes.writeUInt32LE(bodyBytes, 40);
  return bytes;
}

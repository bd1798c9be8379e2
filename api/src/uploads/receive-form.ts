import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy } from '@fastify/busboy';
import { Problem } from '../problem.ts';

/** Room for the fields and the boundaries around the file. */
const FORM_OVERHEAD = 64 * 1_024;

/** A form with a file, which lies in a folder of its own until the form is disposed of. */
export interface ReceivedForm extends AsyncDisposable {
  readonly fields: ReadonlyMap<string, string>;
  readonly file: { readonly path: string; readonly name: string } | undefined;
}

/**
 * Takes in a multipart form, its file straight to disk: an upload never stands in memory. One that is too large is
 * refused as early as that is known, and leaves nothing behind.
 * @throws {Problem} 413, 415, or 400 for a form that breaks off or cannot be read
 */
export async function receiveForm(request: Request, largestBytes: number): Promise<ReceivedForm> {
  const contentType = request.headers.get('content-type') ?? '';
  if (!/^multipart\/form-data\s*;.*boundary=/i.test(contentType) || !request.body) {
    throw new Problem(
      415,
      'unsupported-media-type',
      'The body must be a form',
      'The body must be multipart/form-data with a file.',
    );
  }
  if (Number(request.headers.get('content-length') ?? 0) > largestBytes + FORM_OVERHEAD)
    throw tooLarge(largestBytes);

  const folder = await mkdtemp(path.join(os.tmpdir(), 'systole-upload-'));
  const dispose = () => rm(folder, { recursive: true, force: true });
  try {
    const fields = new Map<string, string>();
    let file: ReceivedForm['file'];
    let saved: Promise<void> = Promise.resolve();
    const form = new Busboy({
      headers: { 'content-type': contentType },
      limits: { files: 1, fields: 10, fieldSize: 1_024, fileSize: largestBytes },
    });
    form.on('field', (name, value) => fields.set(name, value));
    form.on('file', (_field, stream: Readable, name) => {
      file = { path: path.join(folder, 'file'), name };
      stream.on('limit', () => form.destroy(tooLarge(largestBytes)));
      saved = pipeline(stream, createWriteStream(file.path));
      // It is awaited below; a form that breaks off ends before.
      saved.catch(() => undefined);
    });
    await pipeline(Readable.from(request.body), form);
    await saved;
    return { fields, file, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    if (error instanceof Problem) throw error;
    throw new Problem(
      400,
      'invalid-body',
      'The body is not valid',
      'The form cannot be read: it breaks off, or its parts are not as they should be.',
      {},
      { cause: error },
    );
  }
}

function tooLarge(largestBytes: number): Problem {
  const megabytes = Number((largestBytes / 1_048_576).toPrecision(3));
  return new Problem(
    413,
    'body-too-large',
    'The file is too large',
    `A file must not be larger than ${megabytes} MiB.`,
  );
}

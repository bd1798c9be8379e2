import { SourceFileError, type SourceFile } from './source-file.ts';

/** JSON is read whole: what is far larger than anything a person exports would fill the memory. */
const LARGEST_DOCUMENT_BYTES = 64 * 1_024 * 1_024;

/**
 * A JSON file, with or without byte order mark.
 * @throws {SourceFileError} with the line, where there is one, if the file is larger than 64 MiB, or no JSON: cut off, say
 */
export async function readJsonDocument(file: SourceFile): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of file.bytes()) {
    bytes += chunk.length;
    if (bytes > LARGEST_DOCUMENT_BYTES)
      throw new SourceFileError(file.path, undefined, 'the document is larger than 64 MiB');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const position = /line (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    const line = position === undefined ? undefined : Number(position);
    throw new SourceFileError(file.path, line, 'the file is not valid JSON', { cause: error });
  }
}

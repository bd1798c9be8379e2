import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { readRows, type FileRows } from './file-rows.ts';
import type { Upload } from './uploads.ts';

/** Uploads a file; whatever else is shown is asked for again afterwards. Leaving the page ends it. */
export function useUpload(send: Upload) {
  const queryClient = useQueryClient();
  const [sent, setSent] = useState(0);
  const leaving = useRef<AbortController>(undefined);
  useEffect(() => {
    leaving.current = new AbortController();
    return () => leaving.current?.abort();
  }, []);
  const upload = useMutation({
    mutationFn: async (file: File) => {
      const { signal } = leaving.current ?? new AbortController();
      const uploaded = await send(file, { onSent: setSent, signal });
      return { uploaded, rows: uploaded.rejected > 0 ? await rowsOf(file) : undefined };
    },
    onMutate: () => {
      setSent(0);
    },
    onSuccess: () => queryClient.invalidateQueries(),
  });
  return {
    upload,
    /** The share of the file that has been sent, 0 to 1. */
    sent,
    start: upload.mutate,
  };
}

/** A workbook is no text, and its rows are not shown. */
async function rowsOf(file: File): Promise<FileRows | undefined> {
  const text = await file.text();
  return text.startsWith('PK') ? undefined : readRows(text);
}

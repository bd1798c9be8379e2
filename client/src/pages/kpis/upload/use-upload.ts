import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { readRows } from './file-rows.ts';
import { uploadDays } from './upload-days.ts';

/** Uploads a file for a user; whatever else is shown is asked for again afterwards. Leaving the page ends it. */
export function useUpload(userId: string) {
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
      const uploaded = await uploadDays(file, userId, setSent, signal);
      return { uploaded, rows: readRows(uploaded.rejected > 0 ? await file.text() : '') };
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

import type { TestApi } from './test-api.ts';

export type Upload = (dataset: string, content: string) => Promise<void>;

/** Uploads tables as CSV, for tests of what comes of them; refused ones too. */
export const uploadTo =
  (api: TestApi): Upload =>
  async (dataset, content) => {
    const form = new FormData();
    form.set('file', new File([content], 'table.csv'));
    await api.upload(`/uploads/${dataset}`, form);
  };

import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { startTestApi, type TestApi } from './test-api.ts';
import { uploadTo, type Upload } from './upload-table.ts';

export interface AppointmentsApi extends AsyncDisposable {
  readonly api: TestApi;
  readonly upload: Upload;
}

/** The API with two doctors and three appointments, one confirmed and two cancelled, that were uploaded. */
export async function startAppointmentsApi(): Promise<AppointmentsApi> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'systole-appointments-'));
  const api = await startTestApi({ rawDirectory: folder, largestBytes: 100_000 });
  const upload = uploadTo(api);
  await upload('doctors', 'doctor_id,name,specialty\n1,Ann,Heart\n2,Bob,\n');
  await upload(
    'appointments',
    'booking_id,patient_id,doctor_id,booking_date,status\n1,34,1,2025-12-01,confirmed\n2,8,1,2025-12-02,canceled\n3,8,1,2025-12-03,canceled\n',
  );
  return {
    api,
    upload,
    [Symbol.asyncDispose]: async () => {
      await api[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

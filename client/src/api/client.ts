import type { ApiType } from '@systole/api';
import { hc } from 'hono/client';

/** The typed client of the API, which is on the same origin under /api. Only the API's types are known here. */
export const api = hc<ApiType>(`${location.origin}/api`);

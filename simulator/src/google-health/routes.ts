import { Hono, type Context } from 'hono';
import { readingWriter } from '../faults/bad-readings.ts';
import { recordingOf } from '../faults/faulty-recording.ts';
import { pointSources } from '../points/point-sources.ts';
import { DATA_TYPES, type Action, type DataType } from './data-types.ts';
import { errorResponse, NOT_FOUND, unknownDataType, unsupportedAction, type GoogleError } from './errors.ts';
import { rangeOfFilter } from './filter.ts';
import { gate, type Admitted, type GateSettings } from './gate.ts';
import { identityOf } from './identity.ts';
import { listPage } from './list.ts';
import type { PageTokens } from './page-token.ts';

export interface GoogleHealthSettings extends GateSettings {
  readonly pageTokens: PageTokens;
  /** Told how many points each answer holds. */
  readonly onPoints: (dataType: string, points: number) => void;
}

/** The Google Health API v4, as far as heart rate goes. */
export function googleHealthRoutes(settings: GoogleHealthSettings): Hono<Admitted> {
  const { faults, now, pageTokens, onPoints } = settings;
  const sources = pointSources(readingWriter(faults));
  const app = new Hono<Admitted>();
  app.use('/v4/users/:user/*', gate(settings));

  app.get('/v4/users/:user/identity', (c) => c.json(identityOf(c.var.user)));

  app.get('/v4/users/:user/dataTypes/:type/dataPoints', (c) => {
    const { type, error } = typeFor('list', 'List', c.req.param('type'));
    if (error) return errorResponse(error);
    const { user } = c.var;
    // The service takes the names of its JSON and those of its protocol buffers.
    const filter = c.req.query('filter') ?? '';
    const asked = rangeOfFilter(filter, type, user.timeZone ?? 'UTC');
    if (asked.error) return errorResponse(asked.error);
    const page = listPage(
      {
        filter,
        range: asked.range,
        pageSize: c.req.query('pageSize') ?? c.req.query('page_size'),
        pageToken: c.req.query('pageToken') ?? c.req.query('page_token'),
      },
      type.id,
      sources.get(type.id),
      recordingOf(user, now().getTime(), faults),
      pageTokens,
    );
    if (page.error) return errorResponse(page.error);
    onPoints(type.id, page.points);
    return jsonText(c, page.body);
  });

  app.get('/v4/users/:user/dataTypes/:type/dataPoints/:id', (c) => {
    const { error } = typeFor('get', 'Get', c.req.param('type'));
    // No user has a point of an identifiable type.
    return errorResponse(error ?? NOT_FOUND);
  });

  return app;
}

type TypeResult =
  | { readonly type: DataType; readonly error?: never }
  | { readonly type?: never; readonly error: GoogleError };

/** The data type of a URL, if the service has it and does this with it. */
function typeFor(action: Action, title: string, id: string): TypeResult {
  const type = DATA_TYPES.get(id);
  if (!type) return { error: unknownDataType(id) };
  return type.actions.includes(action) ? { type } : { error: unsupportedAction(title, id, type.actions) };
}

function jsonText(c: Context, body: string): Response {
  return c.body(body, 200, { 'content-type': 'application/json; charset=UTF-8' });
}

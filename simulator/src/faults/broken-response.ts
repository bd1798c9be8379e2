import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { RequestFault } from './fault.ts';

/** Time for the first half of a body to leave before the connection is dropped. */
const FLUSH_MS = 25;

/**
 * Makes the answer to a request as broken as a fault wants it.
 * @param outgoing the connection's end, to be dropped; not there when the app is called without a server.
 */
export async function breakResponse(
  fault: Extract<RequestFault, { kind: 'cut-off' | 'malformed' }>,
  response: Response,
  outgoing: ServerResponse | undefined,
): Promise<Response> {
  const body = await response.text();
  const broken = fault.kind === 'cut-off' ? halfOf(body, outgoing) : malformed(fault.how, body);
  return new Response(broken, { headers: { 'content-type': 'application/json; charset=UTF-8' } });
}

/** Sends half of the body, then drops the connection; an error in the stream alone would end the body in good order. */
function halfOf(body: string, outgoing: ServerResponse | undefined): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(body);
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(bytes.subarray(0, Math.floor(bytes.length / 2)));
      },
      async pull(controller) {
        await delay(FLUSH_MS);
        if (outgoing) outgoing.destroy();
        else controller.error(new Error('cut off by a fault'));
      },
    },
    { highWaterMark: 0 },
  );
}

function malformed(how: 'json' | 'shape' | 'fields', body: string): string {
  switch (how) {
    case 'json':
      return body.slice(0, Math.max(1, Math.floor(body.length / 2)));
    case 'shape':
      return '{"dataPoints":{"heartRate":"this is an object, not a list"},"nextPageToken":17}';
    case 'fields':
      return body.replaceAll(
        /"(physicalTime|startTime|date|beatsPerMinute|heartRateZones)":/g,
        '"$1":null,"was$1":',
      );
  }
}

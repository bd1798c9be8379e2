import type { RequestFault } from './fault.ts';

const TEXT = new TextEncoder();

/** Makes the answer to a request as broken as a fault wants it. */
export async function breakResponse(fault: RequestFault, response: Response): Promise<Response> {
  const body = await response.text();
  switch (fault.kind) {
    case 'cut-off':
      return cutOff(body);
    case 'malformed':
      return json(malformed(fault.how, body));
    case 'status':
    case 'slow':
    case 'expired-token':
      throw new Error(`the fault ${fault.kind} does not change an answer`);
  }
}

function json(body: string): Response {
  return new Response(body, { headers: { 'content-type': 'application/json; charset=UTF-8' } });
}

/**
 * Sends half of the body and drops the connection. Chunked, since the server reads ahead in a body of known length and
 * would notice the error in time to answer 500.
 */
function cutOff(body: string): Response {
  const bytes = TEXT.encode(body);
  let sent = false;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent) {
        controller.error(new Error('cut off by a fault'));
      } else {
        sent = true;
        controller.enqueue(bytes.subarray(0, Math.floor(bytes.length / 2)));
      }
    },
  });
  return new Response(stream, {
    headers: { 'content-type': 'application/json; charset=UTF-8', 'transfer-encoding': 'chunked' },
  });
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

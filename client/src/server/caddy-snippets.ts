import { API_UNREACHABLE, RETRY_AFTER } from './api-proxy.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

/** A text that Caddy takes as it stands. */
const quoted = (text: string) => `\`${text}\``;

/** `caddy/shared.caddy`: what Caddy, which serves the dashboard in containers, says in the words of this server. */
export function caddySnippets(): string {
  const headers = Object.entries(SECURITY_HEADERS).map(
    ([name, value]) => `\theader ?${name} ${quoted(value)}`,
  );
  return `# Written from src/server/ by: npx vitest run -u client/src/server/caddy-snippets.test.ts

# Sets what is not set already: the API's documentation pages have a policy of their own. One by one: of several in a
# block, the first that is there keeps Caddy from setting the others.
(security_headers) {
${headers.join('\n')}
	header {
		-Server
		-Via
		defer
	}
}

(api_unreachable) {
	header Content-Type application/problem+json
	header Retry-After ${RETRY_AFTER}
	respond ${quoted(JSON.stringify(API_UNREACHABLE))} ${API_UNREACHABLE.status}
}
`;
}

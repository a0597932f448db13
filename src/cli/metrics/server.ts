import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AlsaMmapError, type ErrorCode } from '../../device/errors.js';
import { OPEN_METRICS_TYPE } from './open-metrics.js';

interface ListenError {
  readonly code: ErrorCode;
  readonly advice: string;
}

const UNKNOWN_ERROR: ListenError = { code: 'FAILED', advice: 'check --listen' };

const LISTEN_ERRORS: Readonly<Record<string, ListenError>> = {
  EADDRINUSE: { code: 'BUSY', advice: 'another program has the port, choose another' },
  EACCES: { code: 'PERMISSION', advice: 'choose a port above 1023' },
  EADDRNOTAVAIL: { code: 'FAILED', advice: 'choose an address of this machine' },
};

/** Server that answers requests for /metrics with a text. */
export function metricsServer(text: () => string): Server {
  return createServer((request, response) => respond(request, response, text));
}

function respond(
  { method, url }: IncomingMessage,
  response: ServerResponse,
  text: () => string,
): void {
  const path = url?.split('?', 1)[0];
  if (path !== '/metrics') {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('see /metrics\n');
  } else if (method !== 'GET' && method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
  } else {
    response.writeHead(200, { 'Content-Type': OPEN_METRICS_TYPE }).end(text());
  }
}

/**
 * Starts to listen.
 * @returns the port
 * @throws BUSY if the port is taken, PERMISSION, else FAILED with the errno
 */
export async function startListening(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const { code: errno } = cause;
      const { code, advice } = LISTEN_ERRORS[errno ?? ''] ?? UNKNOWN_ERROR;
      const message = `cannot listen on ${host}, port ${port}: ${errno}; ${advice}`;
      reject(new AlsaMmapError(code, message, { errno, syscall: 'listen', cause }));
    });
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

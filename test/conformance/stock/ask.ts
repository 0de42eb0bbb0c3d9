import { once } from 'node:events';
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { Service } from '../../support/service.ts';
import type { Question } from './questions.ts';

/** By this name a request's span is found again. */
export const agentOf = (number: number): string => `question/${number}`;

/** Asks, and resolves when the answer is whole or the client has left. Nothing but what the question says is sent. */
export async function ask(service: Service, url: string, question: Question, number: number): Promise<void> {
  if (question.version !== undefined) return askByHand(url, question, number);
  const hangingBefore = countOfHanging(service);
  const request = send(url, question, number);
  if (question.leaves === 'before the answer') {
    while (countOfHanging(service) === hangingBefore) await new Promise((resolve) => setTimeout(resolve, 5));
    return leave(request);
  }
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  if (question.leaves === 'within the answer') {
    await once(response, 'data');
    response.on('error', () => {});
    return leave(request);
  }
  response.resume();
  await once(response, 'close');
}

function send(url: string, { path, method = 'GET', headers = {}, body }: Question, number: number): ClientRequest {
  const request = url.startsWith('https') ? httpsRequest : httpRequest;
  return request(url + path, { method, headers: { 'user-agent': agentOf(number), ...headers }, agent: false, rejectUnauthorized: false }).end(body);
}

/** A client of Node cannot be told to speak HTTP/1.0. */
async function askByHand(url: string, { path }: Question, number: number): Promise<void> {
  const { hostname: host, port, protocol } = new URL(url);
  const socket = protocol === 'https:' ? connectSecurely({ host, port: Number(port), rejectUnauthorized: false }) : connect(Number(port), host);
  socket.resume().write(`GET ${path} HTTP/1.0\r\nhost: ${host}:${port}\r\nuser-agent: ${agentOf(number)}\r\n\r\n`);
  await once(socket, 'close');
}

async function leave(request: ClientRequest): Promise<void> {
  request.destroy();
  // Which is an error to whoever waits for it.
  await once(request, 'close').catch(() => {});
}

function countOfHanging(service: Service): number {
  return service.stdout().split('HANGING').length;
}
